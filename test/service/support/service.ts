/** A service on a database in a temporary directory, with a clock and random numbers that can be repeated. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { FlowdeckError } from '../../../source/domain/errors.js';
import type { FullEvent } from '../../../source/domain/contract/rows.js';
import type { EventKind, TaskStatus } from '../../../source/domain/vocabulary.js';
import type { ServiceContext } from '../../../source/service/context.js';
import { createService, type Service } from '../../../source/service/index.js';
import { openDatabase } from '../../../source/store/open.js';
import type { Database, SqlRow, SqlValue } from '../../../source/store/types.js';

export interface Bench {
  readonly service: Service;
  readonly database: Database;
  readonly path: string;
  /** Moves the clock forward; it stands still otherwise but for one millisecond an action. */
  readonly advance: (seconds: number) => void;
  /** A second service of another actor on a connection of its own. */
  another(actor: string): Promise<Service>;
  /** A second service of another actor on the same connection. */
  beside(actor: string): Service;
  /** Rows as they are stored. */
  rows(sql: string, args?: readonly SqlValue[]): Promise<SqlRow[]>;
  execute(sql: string, args?: readonly SqlValue[]): Promise<void>;
}

export async function openBench(actor = 'ada'): Promise<Bench> {
  const directory = await mkdtemp(path.join(tmpdir(), 'flowdeck-service-'));
  const file = path.join(directory, 'flowdeck.db');
  const open: Database[] = [];
  onTestFinished(async () => {
    await Promise.all(open.map((database) => database.close()));
    await rm(directory, { recursive: true, force: true });
  });
  let time = Date.parse('2026-03-01T10:00:00.000Z');
  let ids = 0;
  const contextOf = (name: string): ServiceContext => ({
    actor: name,
    sessionId: null,
    origin: 'command',
    now: () => new Date((time += 1)).toISOString(),
    newId: () => `command-${(ids += 1)}`,
    random: () => 0.5,
  });
  const connect = async (): Promise<Database> => {
    const database = await openDatabase(file, { create: true });
    open.push(database);
    return database;
  };
  const database = await connect();
  return {
    service: createService(database, contextOf(actor)),
    database,
    path: file,
    advance: (seconds) => {
      time += seconds * 1000;
    },
    beside: (name) => createService(database, contextOf(name)),
    another: async (name) => createService(await connect(), contextOf(name)),
    rows: (sql, args = []) => database.read((reader) => reader.all(sql, args)),
    execute: (sql, args = []) => database.write((transaction) => transaction.run(sql, args)),
  };
}

/** An epic with numbered tasks; `edges` are pairs of numbers, the first waits for the second. */
export async function makeEpic(
  service: Service,
  count: number,
  edges: readonly (readonly [number, number])[] = [],
  title = 'Sample work',
): Promise<{ epic: string; task: (number: number) => string }> {
  const { id: epic } = await service.command('epic.create', { title });
  const task = (number: number): string => `${epic}.${number}`;
  for (let number = 1; number <= count; number += 1) {
    await service.command('task.create', { epicId: epic, title: `Step ${number}` });
  }
  for (const [waiting, target] of edges) {
    await service.command('dependency.add', { taskId: task(waiting), dependsOn: task(target) });
  }
  return { epic, task };
}

/** Puts a task into a status without going through the operations. */
export async function forceStatus(bench: Bench, id: string, status: TaskStatus): Promise<void> {
  await bench.execute('UPDATE tasks SET status = ? WHERE id = ?', [status, id]);
}

export async function statusesOf(
  service: Service,
  epicId: string,
): Promise<Record<string, TaskStatus>> {
  const tasks = await service.query('tasks.list', { epicId });
  return Object.fromEntries(
    tasks.map((task) => [task.id.slice(task.id.lastIndexOf('.') + 1), task.status]),
  );
}

/** The newest event, of a kind if one is given, with everything it holds. */
export async function latestEvent(service: Service, kind?: EventKind): Promise<FullEvent> {
  const [event] = await service.query('events.list', { limit: 1, ...(kind && { kind }) });
  return service.query('event.full', { id: event?.id ?? 0 });
}

/** The code of the error that a call ends in. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: unknown) => (error instanceof FlowdeckError ? error.code : String(error)),
  );
}

/** The error that a call ends in. */
export async function errorOf(call: Promise<unknown>): Promise<FlowdeckError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof FlowdeckError) return error;
  throw new Error(`Expected a FlowdeckError, not ${String(error)}.`);
}
