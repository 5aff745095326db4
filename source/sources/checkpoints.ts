/** Checkpoints as files beside the database: one for each epic, whole or not there. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Checkpoint } from '../domain/contract/recovery-calls.js';
import { FlowdeckError, messageOf } from '../domain/errors.js';
import { compareIds } from '../domain/ids.js';
import { namesIn, statusOf } from '../platform/files.js';
import { isObject } from './flow/values.js';

const format = 'flowdeck-checkpoint';
const version = 1;

export interface StoredCheckpoint {
  readonly path: string;
  readonly sizeBytes: number;
  readonly checkpoint: Checkpoint;
}

/** An id is a text like any other; a file's name is not. */
export function checkpointPath(databasePath: string, epicId: string): string {
  return path.join(path.dirname(databasePath), `checkpoint-${encodeURIComponent(epicId)}.json`);
}

/** @throws FlowdeckError `checkpoint.not_writable` */
export function writeCheckpoint(databasePath: string, checkpoint: Checkpoint): StoredCheckpoint {
  const file = checkpointPath(databasePath, checkpoint.epicId);
  const text = `${JSON.stringify({ format, version, ...checkpoint }, null, 2)}\n`;
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new FlowdeckError(
      'checkpoint.not_writable',
      `${file} cannot be written: ${messageOf(error)}.`,
      { cause: error },
    );
  }
  return { path: file, sizeBytes: Buffer.byteLength(text), checkpoint };
}

/**
 * @returns null where there is none
 * @throws FlowdeckError `checkpoint.unreadable`
 */
export function readCheckpoint(databasePath: string, epicId: string): StoredCheckpoint | null {
  const file = checkpointPath(databasePath, epicId);
  return statusOf(file) === null ? null : parse(file);
}

function parse(file: string): StoredCheckpoint {
  let content: unknown;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    content = JSON.parse(text);
  } catch (error) {
    throw unreadable(`${file} cannot be read: ${messageOf(error).slice(0, 200)}.`);
  }
  if (!isObject(content) || content['format'] !== format) {
    throw unreadable(`${file} is no checkpoint.`);
  }
  if (content['version'] !== version) {
    throw unreadable(`${file} was written by a newer flowdeck.`);
  }
  const { epic, tasks, epicId } = content;
  const isWhole =
    typeof epicId === 'string' &&
    isObject(epic) &&
    Array.isArray(tasks) &&
    tasks.every((task) => isObject(task) && typeof task['id'] === 'string');
  if (!isWhole) throw unreadable(`${file} does not hold an epic with its tasks.`);
  const checkpoint = content as unknown as Checkpoint;
  return { path: file, sizeBytes: Buffer.byteLength(text), checkpoint };
}

/** The ids of the epics that have one, as the names of the files say. */
export function checkpointIds(databasePath: string): readonly string[] {
  return namesIn(path.dirname(databasePath))
    .flatMap((name) => /^checkpoint-(.+)\.json$/.exec(name)?.[1] ?? [])
    .map((name) => decodeURIComponent(name))
    .sort(compareIds);
}

/** All that can be read, by epic; files that cannot are named with the reason. */
export function listCheckpoints(databasePath: string): {
  readonly stored: readonly StoredCheckpoint[];
  readonly warnings: readonly string[];
} {
  const folder = path.dirname(databasePath);
  const stored: StoredCheckpoint[] = [];
  const warnings: string[] = [];
  for (const name of namesIn(folder)) {
    if (!/^checkpoint-.+\.json$/.test(name)) continue;
    try {
      stored.push(parse(path.join(folder, name)));
    } catch (error) {
      warnings.push(messageOf(error));
    }
  }
  stored.sort((left, right) => compareIds(left.checkpoint.epicId, right.checkpoint.epicId));
  return { stored, warnings };
}

/** False where there was none. */
export function deleteCheckpoint(databasePath: string, epicId: string): boolean {
  const file = checkpointPath(databasePath, epicId);
  if (statusOf(file) === null) return false;
  try {
    rmSync(file);
    return true;
  } catch (error) {
    throw new FlowdeckError(
      'checkpoint.not_writable',
      `${file} cannot be deleted: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

function unreadable(message: string): FlowdeckError {
  return new FlowdeckError('checkpoint.unreadable', message);
}
