/** What the model is, where it comes from and what its files must hash to. */

/** One file of a model. */
export interface ModelFile {
  readonly name: string;
  /** SHA-256 in hexadecimal; null where none is published: it is recorded at the first install. */
  readonly sha256: string | null;
  /** More than the file can ever have, so that a crafted archive does not fill the disk. */
  readonly maximumBytes: number;
}

export interface ModelDefinition {
  readonly name: string;
  readonly archive: {
    /** The last part of its address, and its name in a directory carried over by hand. */
    readonly name: string;
    readonly url: string;
    readonly sha256: string;
    readonly maximumBytes: number;
    /** The folder in it that holds the files. */
    readonly folder: string;
  };
  /** The weights, by whose hash the model is told from others. */
  readonly weights: string;
  /** What the weights may be called in a shared copy as well. */
  readonly otherWeights: string;
  readonly files: readonly ModelFile[];
  /** The optional package that runs it. */
  readonly package: { readonly name: string; readonly version: string };
}

const megabyte = 1024 * 1024;
const small = (name: string): ModelFile => ({ name, sha256: null, maximumBytes: megabyte });

/** BGE-small-en-v1.5, the model that flowdeck searches by meaning with. */
export const shippedModel: ModelDefinition = {
  name: 'bge-small-en-v1.5',
  archive: {
    name: 'fast-bge-small-en-v1.5.tar.gz',
    url: 'https://storage.googleapis.com/qdrant-fastembed/fast-bge-small-en-v1.5.tar.gz',
    sha256: '3858004b3822f64f940280874b8f2d2dc25b34a4f3eb3cdf617bdceeb21ed9ed',
    maximumBytes: 200 * megabyte,
    folder: 'fast-bge-small-en-v1.5',
  },
  weights: 'model_optimized.onnx',
  otherWeights: 'model.onnx',
  files: [
    {
      name: 'model_optimized.onnx',
      sha256: '20e3bd678b8e67a722f151f3ee1e3827fc3f230839c0d57c025a3753cefa6b2e',
      maximumBytes: 400 * megabyte,
    },
    {
      name: 'tokenizer.json',
      sha256: 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66',
      maximumBytes: 10 * megabyte,
    },
    small('config.json'),
    small('tokenizer_config.json'),
    small('special_tokens_map.json'),
  ],
  package: { name: 'fastembed', version: '2.1.0' },
};

/** Names the weights, so that vectors of different models are never compared. */
export function modelIdOf(name: string, weightsSha256: string): string {
  return `${name}-${weightsSha256.slice(0, 12)}`;
}
