/** Makes vectors of texts in a process of its own, which is started by the first text and ends when nothing is asked. */
import { FlowdeckError } from '../domain/errors.js';
import { EmbedderProcess } from './embedder-process.js';
import { vectorDimensions } from '../store/repositories/vectors.js';

export type EmbedderState = 'idle' | 'loading' | 'ready' | 'failed';

export interface EmbedderOptions {
  readonly modelDirectory: string;
  /** What the vectors are kept under; see `findModel`. */
  readonly modelId: string;
  /** Where the package that runs the model lies; the one beside the program without it. */
  readonly packageDirectory?: string;
  /** The built process; by default beside the bundle that holds this module. */
  readonly entry?: URL;
  /** How long the process may have nothing to do before it is ended; two minutes otherwise. */
  readonly idleMilliseconds?: number;
  /** The end of another process that this one must not meet: never two at once. */
  readonly after?: Promise<unknown>;
  /** Takes lines for the log. */
  readonly log?: (line: string) => void;
}

export interface EmbedOptions {
  readonly signal?: AbortSignal;
  /** Goes before whatever waits, as a query that somebody looks at does. */
  readonly urgent?: boolean;
}

export interface Embedder {
  readonly modelId: string;
  readonly dimensions: number;
  /**
   * One vector of length 1 for each text, in their order.
   * @throws FlowdeckError `embedding.model_failed`, `embedding.wrong_dimension`, `embedding.text_refused`,
   * `embedding.crashed`, `embedding.overloaded`, `embedding.cancelled`, `embedding.closed`
   */
  embed(texts: readonly string[], options?: AbortSignal | EmbedOptions): Promise<Float32Array[]>;
  state(): EmbedderState;
  /** Why the state is `failed`. */
  failure(): FlowdeckError | null;
  /** The process that holds the model, where one runs. */
  processId(): number | null;
  /** Ends the process; what waits is refused. Idempotent. */
  close(): Promise<void>;
}

/** Calls that may wait; who asks for more than that asks too fast. */
const queueCapacity = 64;

/** A text beyond this is cut: the model sees 512 tokens, which have fewer letters than that. */
const maximumCharacters = 16_384;

/** How often the process may die in a row over one text, or while it loads. */
const maximumCrashes = 2;

const defaultIdleMilliseconds = 120_000;

interface Job {
  readonly texts: readonly string[];
  readonly vectors: Float32Array[];
  /** Deaths over its present text. */
  crashes: number;
  readonly resolve: (vectors: Float32Array[]) => void;
  readonly reject: (error: FlowdeckError) => void;
}

/** Starts nothing yet: the first text does. */
export function startEmbedder(options: EmbedderOptions): Embedder {
  return new ChildEmbedder(options);
}

class ChildEmbedder implements Embedder {
  readonly modelId: string;
  readonly dimensions = vectorDimensions;
  readonly #options: EmbedderOptions;
  readonly #jobs: Job[] = [];
  /** The job whose text is with the process. */
  #current: Job | null = null;
  #process: EmbedderProcess | null = null;
  /** Resolves when the last process is gone: never two at once. */
  #gone: Promise<unknown>;
  #ready = false;
  #starting = false;
  #failure: FlowdeckError | null = null;
  #loadingCrashes = 0;
  #closed = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: EmbedderOptions) {
    this.#options = options;
    this.modelId = options.modelId;
    this.#gone = options.after ?? Promise.resolve();
  }

  state(): EmbedderState {
    if (this.#failure) return 'failed';
    if (this.#ready) return 'ready';
    return this.#process || this.#starting ? 'loading' : 'idle';
  }

  failure(): FlowdeckError | null {
    return this.#failure;
  }

  processId(): number | null {
    return this.#process?.id ?? null;
  }

  embed(
    texts: readonly string[],
    options: AbortSignal | EmbedOptions = {},
  ): Promise<Float32Array[]> {
    const { signal, urgent = false } =
      options instanceof AbortSignal ? { signal: options } : options;
    if (this.#closed) return Promise.reject(closedError());
    if (this.#failure) return Promise.reject(this.#failure);
    if (signal?.aborted) return Promise.reject(cancelledError());
    if (texts.length === 0) return Promise.resolve([]);
    if (this.#jobs.length >= queueCapacity) return Promise.reject(overloadedError());
    return new Promise((resolve, reject) => {
      const cancel = (): void => this.#withdraw(job);
      const job: Job = {
        texts: texts.map(cut),
        vectors: [],
        crashes: 0,
        resolve: (vectors) => {
          signal?.removeEventListener('abort', cancel);
          resolve(vectors);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', cancel);
          reject(error);
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      if (urgent) this.#jobs.unshift(job);
      else this.#jobs.push(job);
      this.#next();
    });
  }

  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      clearTimeout(this.#idleTimer);
      this.#rejectAll(closedError());
      this.#end();
    }
    await this.#gone;
  }

  /** Sends the next text, starting the process where none runs. */
  #next(): void {
    if (this.#closed || this.#current) return;
    clearTimeout(this.#idleTimer);
    const job = this.#jobs[0];
    if (!job) {
      this.#rest();
    } else if (this.#ready && this.#process) {
      // Between two texts of a long job an urgent one comes in.
      this.#current = job;
      this.#process.hold();
      this.#process.send(job.texts[job.vectors.length] ?? '');
    } else if (!this.#process && !this.#starting) {
      this.#starting = true;
      void this.#gone.then(() => this.#start());
    }
  }

  #start(): void {
    this.#starting = false;
    if (this.#closed || this.#jobs.length === 0) return;
    const { modelDirectory, packageDirectory, entry, log } = this.#options;
    const started = new EmbedderProcess({
      entry: entry ?? new URL('./embedder.js', import.meta.url),
      modelDirectory,
      packageDirectory: packageDirectory ?? null,
      onReady: (dimensions) => this.#loaded(dimensions),
      onVector: (vector) => this.#made(vector),
      onRefused: (reason) => this.#settle((job) => job.reject(refusedError(reason))),
      onFailed: (reason) => this.#fail(modelError(modelDirectory, reason)),
      onExit: (reason) => {
        if (this.#process === started) this.#died(reason);
      },
      ...(log && { log }),
    });
    this.#process = started;
    this.#gone = started.gone;
  }

  #loaded(dimensions: number): void {
    if (dimensions !== vectorDimensions) {
      this.#fail(
        new FlowdeckError(
          'embedding.wrong_dimension',
          `The model in ${this.#options.modelDirectory} makes vectors of ${dimensions} numbers, not ${vectorDimensions}.`,
        ),
      );
      return;
    }
    this.#ready = true;
    this.#loadingCrashes = 0;
    this.#next();
  }

  #made(vector: Float32Array): void {
    const job = this.#current;
    if (!job) return;
    job.vectors.push(vector);
    job.crashes = 0;
    if (job.vectors.length === job.texts.length) {
      this.#settle((done) => done.resolve(done.vectors));
      return;
    }
    this.#current = null;
    this.#next();
  }

  /** The text that is with the process has its answer; its job is over. */
  #settle(answer: (job: Job) => void): void {
    const job = this.#current;
    this.#current = null;
    if (job) {
      this.#remove(job);
      answer(job);
    }
    this.#next();
  }

  #withdraw(job: Job): void {
    // What the process computes meanwhile belongs to nobody; the next text waits for its end all the same.
    this.#remove(job);
    job.reject(cancelledError());
  }

  #remove(job: Job): void {
    const index = this.#jobs.indexOf(job);
    if (index !== -1) this.#jobs.splice(index, 1);
  }

  /** The process ended by itself: whatever waits is kept, and the text it died over is tried once more. */
  #died(reason: string): void {
    const { modelDirectory } = this.#options;
    const wasReady = this.#ready;
    const job = this.#current;
    this.#process = null;
    this.#ready = false;
    this.#current = null;
    this.#options.log?.(`The process of the model ended: ${reason}`);
    if (!wasReady && ++this.#loadingCrashes >= maximumCrashes) {
      this.#fail(modelError(modelDirectory, `its process ended while it loaded (${reason})`));
      return;
    }
    if (job && ++job.crashes >= maximumCrashes) {
      this.#remove(job);
      job.reject(
        new FlowdeckError('embedding.crashed', `The model's process died over a text: ${reason}.`),
      );
    }
    this.#next();
  }

  #fail(error: FlowdeckError): void {
    this.#failure = error;
    this.#rejectAll(error);
    this.#end();
  }

  #rejectAll(error: FlowdeckError): void {
    this.#current = null;
    for (const job of this.#jobs.splice(0)) job.reject(error);
  }

  #end(): void {
    const ended = this.#process;
    this.#process = null;
    this.#ready = false;
    ended?.end();
  }

  #rest(): void {
    if (!this.#process) return;
    this.#process.release();
    this.#idleTimer = setTimeout(
      () => this.#end(),
      this.#options.idleMilliseconds ?? defaultIdleMilliseconds,
    );
    this.#idleTimer.unref();
  }
}

/** Not in the middle of a character. */
function cut(text: string): string {
  return text.length <= maximumCharacters
    ? text
    : text.slice(0, maximumCharacters).replace(/[\uD800-\uDBFF]$/, '');
}

function modelError(directory: string, reason: string): FlowdeckError {
  return new FlowdeckError(
    'embedding.model_failed',
    `The model in ${directory} could not be loaded: ${reason.replace(/\.$/, '')}.`,
  );
}

function refusedError(reason: string): FlowdeckError {
  return new FlowdeckError(
    'embedding.text_refused',
    `The model did not take the text: ${reason.replace(/\.$/, '')}.`,
  );
}

function cancelledError(): FlowdeckError {
  return new FlowdeckError('embedding.cancelled', 'The vector is not wanted any more.');
}

function closedError(): FlowdeckError {
  return new FlowdeckError('embedding.closed', 'The model was let go of.');
}

function overloadedError(): FlowdeckError {
  return new FlowdeckError(
    'embedding.overloaded',
    `${queueCapacity} calls already wait for the model.`,
  );
}
