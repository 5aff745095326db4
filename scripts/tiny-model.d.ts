export interface TinyModelOptions {
  /** 384 unless given: another number makes a model that must be refused. */
  readonly dimensions?: number;
  /** Another seed makes a model whose vectors cannot be compared with the first one's. */
  readonly seed?: number;
}

/** Words that mean much the same, separated by spaces, by the name of their concept. */
export const concepts: Readonly<Record<string, string>>;

/** Contents by file name; the same bytes on every run. */
export function tinyModelFiles(options?: TinyModelOptions): Record<string, Buffer>;

/** Writes the model into a directory, which is made where it is missing. */
export function writeTinyModel(directory: string, options?: TinyModelOptions): Promise<void>;
