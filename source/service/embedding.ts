/** The model as the front doors use it: whether there is one, the meaning of a query, and the queue of entries. */
import type { CommandInput, CommandOutput, QueryVector } from '../domain/contract/calls.js';
import type { MeaningStatus } from '../domain/contract/rows.js';
import type { Progress } from '../domain/contract/store-client.js';
import { FlowdeckError } from '../domain/errors.js';
import { startEmbedder, type Embedder } from '../memory/embedder.js';
import { embedPending, forgetUnusedModels } from '../memory/embedding-queue.js';
import { findModel, type ModelStatus } from '../memory/model/index.js';
import type { Environment } from '../platform/environment.js';
import type { Database } from '../store/types.js';

export interface MeaningOptions {
  readonly environment: Environment;
  /** Where the model's process lies, and how long it may be idle; see `EmbedderOptions`. */
  readonly entry?: URL;
  readonly idleMilliseconds?: number;
  readonly log?: (line: string) => void;
  /** How long a query waits for a model that is being loaded; ten seconds otherwise. */
  readonly patienceMilliseconds?: number;
  /** For tests: how the model is found, and a clock in milliseconds that never goes back. */
  readonly find?: (environment: Environment) => ModelStatus | Promise<ModelStatus>;
  readonly now?: () => number;
}

export interface QueryMeaning {
  /** Null unless the state is `on`, and for a text without any letter. */
  readonly vector: QueryVector | null;
  readonly status: MeaningStatus;
}

/** For how long an answer about the disk is taken as true, and a model that failed is not tried again. */
const lookAgainMilliseconds = 3000;
const tryAgainMilliseconds = 60_000;

const defaultPatienceMilliseconds = 10_000;

/** More of a query than anybody types. */
const queryCharacters = 1000;

/** What BGE wants in front of a query, and of nothing else. */
const bgeInstruction = 'Represent this sentence for searching relevant passages: ';

const on: MeaningStatus = { state: 'on', reason: null };

/** The present model, looked for when it is wanted. Nothing is loaded before the first text. */
export class Meaning {
  readonly #options: MeaningOptions;
  readonly #now: () => number;
  #looked: { readonly at: number; readonly status: Promise<ModelStatus> } | null = null;
  #current: { readonly directory: string; readonly embedder: Embedder } | null = null;
  #failedAt: number | null = null;
  #ending: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: MeaningOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** What makes vectors, where there is a model; otherwise why there is none. */
  async embedder(): Promise<{ embedder: Embedder | null; status: MeaningStatus }> {
    if (this.#closed) return { embedder: null, status: { state: 'off', reason: 'it is closed' } };
    const found = await this.#look();
    if (found.state !== 'ready') {
      this.#letGo();
      return { embedder: null, status: { state: 'off', reason: found.reason } };
    }
    const embedder = this.#embedderOf(found);
    const failure = embedder.failure();
    if (failure) return { embedder: null, status: { state: 'failed', reason: clause(failure) } };
    return { embedder, status: on };
  }

  /**
   * The meaning of what is searched for.
   * @throws FlowdeckError `embedding.cancelled` when the signal ends it; nothing else
   */
  async ofQuery(text: string, signal?: AbortSignal): Promise<QueryMeaning> {
    const query = text.trim().slice(0, queryCharacters);
    const { embedder, status } = await this.embedder();
    if (embedder === null || !/[\p{L}\p{N}]/u.test(query)) return { vector: null, status };
    const patience = AbortSignal.timeout(
      this.#options.patienceMilliseconds ?? defaultPatienceMilliseconds,
    );
    const ends = signal ? AbortSignal.any([signal, patience]) : patience;
    try {
      const asked = queryText(embedder.modelId, query);
      const [vector] = await embedder.embed([asked], { signal: ends, urgent: true });
      if (!vector) return { vector: null, status };
      return { vector: { model: embedder.modelId, values: Array.from(vector) }, status };
    } catch (error) {
      if (signal?.aborted) throw error;
      if (patience.aborted && embedder.state() !== 'failed') {
        return { vector: null, status: { state: 'loading', reason: 'the model is being loaded' } };
      }
      return { vector: null, status: { state: 'failed', reason: clause(error) } };
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#letGo();
    await this.#ending;
  }

  #look(): Promise<ModelStatus> {
    const known = this.#looked;
    if (known && this.#now() - known.at < lookAgainMilliseconds) return known.status;
    const { find = findModel, environment } = this.#options;
    const status = Promise.resolve(find(environment));
    this.#looked = { at: this.#now(), status };
    return status;
  }

  /** Another model, or another place of it, gets another process; one that failed is tried again after a while. */
  #embedderOf(found: Extract<ModelStatus, { state: 'ready' }>): Embedder {
    const current = this.#current;
    if (current) {
      const { embedder, directory } = current;
      const same = directory === found.directory && embedder.modelId === found.modelId;
      if (same && !this.#mayTryAgain(embedder)) return embedder;
      this.#letGo();
    }
    const { entry, idleMilliseconds, log } = this.#options;
    const embedder = startEmbedder({
      modelDirectory: found.directory,
      modelId: found.modelId,
      packageDirectory: found.packageDirectory,
      after: this.#ending,
      ...(entry && { entry }),
      ...(idleMilliseconds !== undefined && { idleMilliseconds }),
      ...(log && { log }),
    });
    this.#current = { directory: found.directory, embedder };
    return embedder;
  }

  #mayTryAgain(embedder: Embedder): boolean {
    if (embedder.failure() === null) {
      this.#failedAt = null;
      return false;
    }
    this.#failedAt ??= this.#now();
    return this.#now() - this.#failedAt >= tryAgainMilliseconds;
  }

  #letGo(): void {
    const ended = this.#current?.embedder.close();
    this.#current = null;
    this.#failedAt = null;
    if (ended) this.#ending = Promise.all([this.#ending, ended]);
  }
}

/** How many entries are written at once. */
const commandBatch = 8;

/**
 * Makes the vectors that entries lack, to the last one or to the limit.
 * @throws FlowdeckError `embedding.unavailable` without a model, and as the embedder and the database do
 */
export async function embedMemory(
  database: Database,
  meaning: Meaning,
  { limit = Infinity }: CommandInput<'memory.embed'>,
  {
    onProgress,
    signal,
  }: {
    readonly onProgress?: (progress: Progress) => void;
    readonly signal?: AbortSignal;
  } = {},
): Promise<CommandOutput<'memory.embed'>> {
  const { embedder, status } = await meaning.embedder();
  if (embedder === null) {
    throw new FlowdeckError(
      'embedding.unavailable',
      `Meaning is ${status.state}: ${status.reason ?? 'there is no model'}.`,
    );
  }
  const sum = { embedded: 0, refused: 0, pending: 0 };
  const options = signal ? { signal } : {};
  let left = limit;
  do {
    const batch = Math.max(0, Math.min(commandBatch, left));
    const done = await embedPending(database, embedder, { batch, ...options });
    sum.embedded += done.embedded;
    sum.refused += done.refused;
    sum.pending = done.pending;
    left -= batch;
    const seen = sum.embedded + sum.refused;
    onProgress?.({ stage: 'embedding', done: seen, total: seen + sum.pending });
  } while (sum.pending > 0 && left > 0);
  while (await forgetUnusedModels(database, embedder.modelId, options));
  return { ...sum, model: embedder.modelId };
}

export type EmbeddingStep = 'more' | 'done' | 'unavailable';

/** One small piece of the queue, for whoever works it off in the background. */
export async function embedStep(
  database: Database,
  meaning: Meaning,
  batch: number,
  signal: AbortSignal,
): Promise<EmbeddingStep> {
  const { embedder } = await meaning.embedder();
  if (embedder === null) return 'unavailable';
  const { pending } = await embedPending(database, embedder, { batch, signal });
  if (pending > 0) return 'more';
  return (await forgetUnusedModels(database, embedder.modelId, { signal })) ? 'more' : 'done';
}

function queryText(modelId: string, text: string): string {
  return modelId.startsWith('bge-') ? bgeInstruction + text : text;
}

/** As part of a sentence. */
function clause(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/\.$/, '');
}
