/** What the thread works on: the open database with its service and the readers of foreign files. */
import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandOutput } from '../domain/contract/calls.js';
import type { Delta, Cursor } from '../domain/contract/rows.js';
import type { Progress } from '../domain/contract/store-client.js';
import { FlowdeckError } from '../domain/errors.js';
import { defaultContext, type ServiceContext } from '../service/context.js';
import {
  embedMemory,
  embedStep,
  Meaning,
  type EmbeddingStep,
  type QueryMeaning,
} from '../service/embedding.js';
import { loadHandlers } from '../service/groups/index.js';
import { createService, type Service } from '../service/index.js';
import { importDirectory } from '../sources/import.js';
import { initialiseProject } from '../sources/initialise.js';
import { openDatabase } from '../store/open.js';
import type { Database } from '../store/types.js';
import { runTestCall } from './faults.js';
import type { Host } from './host.js';
import type { CommandCall, EmbedCall, StoreCall, ThreadData } from './protocol.js';

/** How long a file that took the database's place must keep still before it is opened, in milliseconds. */
const settlingTime = 50;

/** Entries that are embedded at a time while nothing is asked. */
const backgroundBatch = 4;

export class Backend implements Host {
  readonly #database: Database;
  readonly #context: ServiceContext;
  readonly #service: Service;
  readonly #onReopened: () => void;
  readonly #meaning: Meaning;
  /** Ends what waits for the model. */
  readonly #closing = new AbortController();
  #answered = false;
  /** The file was replaced, and the one in its place is not open yet. */
  #away = false;

  private constructor(
    database: Database,
    context: ServiceContext,
    meaning: Meaning,
    onReopened: () => void,
  ) {
    this.#database = database;
    this.#context = context;
    this.#service = createService(database, context);
    this.#meaning = meaning;
    this.#onReopened = onReopened;
  }

  /**
   * @param onReopened called whenever another file has taken the place of the one that was open
   * @throws FlowdeckError as `openDatabase` does
   */
  static async open(data: ThreadData, onReopened: () => void): Promise<Backend> {
    const { actor, sessionId, origin } = data;
    const database = await openDatabase(data.databasePath, { create: data.create });
    const { environment = process.env, idleMilliseconds } = data.embedding;
    const meaning = new Meaning({
      environment,
      ...(idleMilliseconds !== undefined && { idleMilliseconds }),
    });
    return new Backend(database, defaultContext({ actor, sessionId, origin }), meaning, onReopened);
  }

  async execute(call: StoreCall, onProgress: (progress: Progress) => void): Promise<unknown> {
    try {
      return await this.#answer(call, onProgress);
    } finally {
      // The installation may be replaced while this thread runs, so all is loaded once the first answer is out. What
      // cannot be loaded is reported by the call that needs it.
      if (!this.#answered) void loadHandlers().catch(() => undefined);
      this.#answered = true;
    }
  }

  async #answer(call: StoreCall, onProgress: (progress: Progress) => void): Promise<unknown> {
    switch (call.kind) {
      case 'command':
        return this.#command(call, onProgress);
      case 'query':
        return this.#service.query(call.name, call.input);
      case 'meaning': {
        const answer = await this.#service.query(call.name, call.input);
        return { ...answer, meaning: call.status };
      }
      case 'test':
        if (FLOWDECK_TEST_BUILD) return runTestCall(this.#database, call);
        throw new FlowdeckError('store.invalid_argument', `There is no call “${call.name}”.`);
    }
  }

  ofQuery(text: string, signal: AbortSignal): Promise<QueryMeaning> {
    return this.#meaning.ofQuery(text, signal);
  }

  embed(
    call: EmbedCall,
    onProgress: (progress: Progress) => void,
  ): Promise<CommandOutput<'memory.embed'>> {
    const { signal } = this.#closing;
    return embedMemory(this.#database, this.#meaning, call.input, { onProgress, signal });
  }

  embedStep(signal: AbortSignal): Promise<EmbeddingStep> {
    return embedStep(this.#database, this.#meaning, backgroundBatch, signal);
  }

  dataVersion(): Promise<number | null> {
    return this.#database.dataVersion();
  }

  changes(cursor: Cursor): Promise<Delta | null> {
    return this.#service.query('changes', { cursor });
  }

  async refresh(): Promise<void> {
    if (!this.#away && !(await this.#database.replaced())) return;
    this.#away = true;
    await settled(this.#database.path);
    await this.#database.reopen();
    this.#away = false;
    this.#onReopened();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#meaning.close(), this.#database.close()]);
  }

  #command(call: CommandCall, onProgress: (progress: Progress) => void): Promise<unknown> {
    if (call.name === 'import.run') {
      return importDirectory(this.#database, this.#context, call.input, onProgress);
    }
    if (call.name === 'project.initialise') {
      return initialiseProject(this.#database, this.#context, call.input);
    }
    if (call.name === 'memory.embed') return this.embed(call, onProgress);
    return this.#service.command(call.name, call.input);
  }
}

/**
 * Resolves when the file at the path is complete as far as one can tell: there, not empty, and still. A file that is
 * being copied into place would otherwise be opened half, and an empty one be made a new database.
 * @throws FlowdeckError `store.replaced` while it is not
 */
async function settled(path: string): Promise<void> {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before && before.size > 0) {
    await pause(settlingTime);
    const after = statSync(path, { throwIfNoEntry: false });
    if (
      after &&
      after.ino === before.ino &&
      after.size === before.size &&
      after.mtimeMs === before.mtimeMs
    ) {
      return;
    }
  }
  throw new FlowdeckError(
    'store.replaced',
    `The database ${path} was ${before ? 'replaced by a file that is not complete' : 'removed'}.`,
  );
}
