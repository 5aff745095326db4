import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { vi } from 'vitest';
import type { StoreClient } from '../../source/domain/contract/store-client.js';
import { FlowdeckError } from '../../source/domain/errors.js';
import {
  sendTestCall,
  startStoreWorker,
  type StoreWorkerOptions,
} from '../../source/worker/client.js';
import { Gate } from '../../source/worker/gate.js';
import { buildDirectory } from '../support/built.js';
import { temporaryDirectory } from '../support/flow-project.js';

export const threadUrl = pathToFileURL(path.join(buildDirectory, 'store-worker.js'));

type Row = Record<string, unknown>;

/** Stores in a directory of their own, with gates to hold their threads; all of it goes with `end`. */
export class Bench {
  readonly #directory: { path: string; remove(): Promise<void> };
  readonly #clients: Pick<StoreClient, 'close'>[] = [];
  readonly #gates: Gate[] = [];

  private constructor(directory: { path: string; remove(): Promise<void> }) {
    this.#directory = directory;
  }

  static async set(): Promise<Bench> {
    return new Bench(await temporaryDirectory());
  }

  get directory(): string {
    return this.#directory.path;
  }

  get databasePath(): string {
    return path.join(this.directory, 'flowdeck.db');
  }

  options(options: Partial<StoreWorkerOptions> = {}): StoreWorkerOptions {
    return {
      databasePath: this.databasePath,
      actor: 'tester',
      sessionId: 'session',
      origin: 'cockpit',
      create: true,
      threadUrl,
      // Nothing but what the test does shall happen, whatever model this machine has.
      embedding: { background: false, environment: {} },
      ...options,
    };
  }

  start(options?: Partial<StoreWorkerOptions>): StoreClient {
    return this.keep(startStoreWorker(this.options(options)));
  }

  async open(options?: Partial<StoreWorkerOptions>): Promise<StoreClient> {
    const client = this.start(options);
    await client.ready();
    return client;
  }

  /** Closes the client at the end of the test. */
  keep<Client extends Pick<StoreClient, 'close'>>(client: Client): Client {
    this.#clients.push(client);
    return client;
  }

  gate(): Gate {
    const gate = new Gate();
    this.#gates.push(gate);
    return gate;
  }

  /** Holds the thread inside a command, as a long statement would. */
  async pause(client: StoreClient): Promise<{ gate: Gate; ended: Promise<unknown> }> {
    const gate = this.gate();
    const ended = sendTestCall(client, { kind: 'test', name: 'test.pause', gate: gate.memory });
    await until(() => gate.reached, 'the thread pauses');
    return { gate, ended };
  }

  async end(): Promise<void> {
    for (const gate of this.#gates) gate.open();
    // Some tests leave a store dead or closing; what matters here is that none is left open.
    await Promise.allSettled(this.#clients.map((client) => client.close()));
    await this.#directory.remove();
  }
}

export function read(client: StoreClient, sql: string): Promise<Row[]> {
  return rawSql(client, 'read', sql);
}

export function write(
  client: StoreClient,
  sql: string,
  args: (string | number)[] = [],
): Promise<Row[]> {
  return rawSql(client, 'write', sql, args);
}

function rawSql(
  client: StoreClient,
  mode: 'read' | 'write',
  sql: string,
  args: (string | number)[] = [],
): Promise<Row[]> {
  return sendTestCall(client, { kind: 'test', name: 'test.sql', mode, sql, args }) as Promise<
    Row[]
  >;
}

/** Waits for a condition; fails with what was waited for when it does not come. */
export async function until(condition: () => boolean, what: string, timeout = 10_000) {
  try {
    await vi.waitUntil(condition, { timeout, interval: 2 });
  } catch (error) {
    throw new Error(`Waited in vain: ${what}`, { cause: error });
  }
}

/** The code with which the promise is rejected, or “resolved”. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof FlowdeckError) return error.code;
    throw error;
  }
  return 'resolved';
}
