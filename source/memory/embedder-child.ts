/**
 * The process that holds the model. In a thread the runtime would take the whole program down when the thread ends,
 * and what it prints would reach the screen.
 */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FromEmbedder, ToEmbedder } from './embedder-protocol.js';

/** What is used of fastembed; its vectors are typed arrays whatever its types say. */
interface Fastembed {
  readonly EmbeddingModel: { readonly CUSTOM: unknown };
  readonly FlagEmbedding: {
    init(options: {
      readonly model: unknown;
      readonly modelAbsoluteDirPath: string;
      readonly modelName: string;
      readonly maxLength: number;
    }): Promise<FlagEmbedding>;
  };
}

interface FlagEmbedding {
  /** Private in its types. */
  readonly tokenizer: { disablePadding(): void };
  embed(texts: readonly string[], batch: number): AsyncIterable<readonly ArrayLike<number>[]>;
}

interface OnnxRuntime {
  readonly env: { logLevel: string };
  readonly InferenceSession: {
    create(file: string, options?: Readonly<Record<string, unknown>>): Promise<unknown>;
  };
}

/** The model sees so many tokens of a text. */
const maximumTokens = 512;
const weightsNames = ['model_optimized.onnx', 'model.onnx'];

/** As many as pay; spinning would eat the time of others while nothing is asked. */
const sessionOptions = {
  intraOpNumThreads: 2,
  interOpNumThreads: 1,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};

/** Screen and store come first. */
const niceness = 5;

let model: FlagEmbedding | null = null;

process.on('message', (message: ToEmbedder) => {
  if (message.kind === 'load') void load(message.modelDirectory, message.packageDirectory);
  else void embed(message.ticket, message.text);
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
// An interrupt at the terminal is meant for the program, which ends this process when it ends itself.
process.on('SIGINT', () => undefined);

function send(message: FromEmbedder): void {
  if (process.connected) process.send?.(message);
}

async function load(modelDirectory: string, packageDirectory: string | null): Promise<void> {
  try {
    lowerPriority();
    const { EmbeddingModel, FlagEmbedding } = loadPackage(packageDirectory);
    const loaded = await FlagEmbedding.init({
      model: EmbeddingModel.CUSTOM,
      modelAbsoluteDirPath: modelDirectory,
      modelName: weightsIn(modelDirectory),
      maxLength: maximumTokens,
    });
    // Otherwise every text is padded to all the tokens, which costs thirty times the time of a query.
    loaded.tokenizer.disablePadding();
    const { length } = await vectorOf(loaded, '');
    model = loaded;
    send({ kind: 'ready', dimensions: length });
  } catch (error) {
    send({ kind: 'failed', reason: reasonOf(error) });
  }
}

async function embed(ticket: number, text: string): Promise<void> {
  try {
    if (model === null) throw new Error('The model is not loaded.');
    send({ kind: 'vector', ticket, vector: await vectorOf(model, text) });
  } catch (error) {
    send({ kind: 'refused', ticket, reason: reasonOf(error) });
  }
}

async function vectorOf(loaded: FlagEmbedding, text: string): Promise<Float32Array> {
  // Texts of different lengths cannot share a batch without padding.
  for await (const [vector] of loaded.embed([text], 1)) {
    if (vector) return Float32Array.from(vector);
  }
  throw new Error('The model gave no vector.');
}

/** The package through its CommonJS form, so that its runtime is the very instance that is set up here. */
function loadPackage(packageDirectory: string | null): Fastembed {
  const from = packageDirectory
    ? pathToFileURL(path.join(packageDirectory, 'package.json')).href
    : import.meta.url;
  const require = createRequire(from);
  const runtime = createRequire(require.resolve('fastembed'))('onnxruntime-node') as OnnxRuntime;
  runtime.env.logLevel = 'error';
  const session = runtime.InferenceSession;
  const create = session.create.bind(session);
  session.create = (file, options) => create(file, { ...options, ...sessionOptions });
  return require('fastembed') as Fastembed;
}

function weightsIn(directory: string): string {
  const [usual = ''] = weightsNames;
  return weightsNames.find((name) => existsSync(path.join(directory, name))) ?? usual;
}

function lowerPriority(): void {
  try {
    setPriority(niceness);
  } catch {
    // Some systems do not let a process choose; nothing depends on it.
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? message;
}
