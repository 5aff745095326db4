/** The library's errors in flowdeck's codes. */
import { LibsqlError } from '@libsql/client/sqlite3';
import { accessSync, constants, statSync, statfsSync, type Stats } from 'node:fs';
import path from 'node:path';
import { FlowdeckError, messageOf, type ErrorCode } from '../domain/errors.js';

/** By SQLite's primary result code: what it means here, and how the sentence about the file goes on. */
const meanings: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  SQLITE_BUSY: ['store.busy', 'is held by another process'],
  SQLITE_LOCKED: ['store.busy', 'is held by another connection'],
  SQLITE_PROTOCOL: ['store.busy', 'is held by another process'],
  SQLITE_NOTADB: ['store.not_a_database', 'is not a database'],
  SQLITE_CORRUPT: ['store.corrupt', 'is damaged'],
  SQLITE_FULL: ['store.disk_full', 'cannot grow: the disk is full'],
  SQLITE_READONLY: ['store.read_only', 'cannot be written to'],
  SQLITE_PERM: ['store.read_only', 'cannot be written to'],
  SQLITE_CANTOPEN: ['store.cannot_open', 'cannot be opened'],
  SQLITE_IOERR: ['store.io_error', 'could not be read or written'],
  SQLITE_CONSTRAINT: ['store.constraint', 'refused the change'],
  SQLITE_MISMATCH: ['store.constraint', 'refused the change'],
  SQLITE_TOOBIG: ['store.invalid_argument', 'cannot hold a value of this size'],
  CLIENT_CLOSED: ['store.closed', 'is closed'],
};

/** After these the connection is as good as before; any other failure replaces it. */
const harmless = new Set([
  'SQLITE_CONSTRAINT',
  'SQLITE_MISMATCH',
  'SQLITE_TOOBIG',
  'SQLITE_ERROR',
  'SQLITE_RANGE',
]);

const lowDiskBytes = 64 * 1024;

/**
 * What the library threw, as the error a person can act on; a FlowdeckError passes unchanged.
 *
 * @param thrown what was caught
 * @param file the database the error is about
 */
export function toStoreError(thrown: unknown, file: string): FlowdeckError {
  if (thrown instanceof FlowdeckError) return thrown;
  if (!(thrown instanceof LibsqlError)) {
    // A failing open is a plain error without a code.
    if (/ConnectionFailed|unable to open/i.test(messageOf(thrown))) return openError(file, thrown);
    if (isErrnoException(thrown)) return fileSystemError(thrown, file);
    return new FlowdeckError(
      'internal.unexpected',
      `The database ${file} failed: ${messageOf(thrown)}`,
      { cause: thrown },
    );
  }
  if (thrown.code === 'SQLITE_CANTOPEN') return openError(file, thrown);
  if (thrown.code === 'SQLITE_IOERR' && diskIsFull(file)) {
    return storeError('SQLITE_FULL', file, thrown);
  }
  return storeError(thrown.code, file, thrown);
}

function storeError(sqliteCode: string, file: string, cause: LibsqlError): FlowdeckError {
  const meaning = meanings[sqliteCode];
  const said = cause.message.replace(/^(?:SQLITE_\w+: )+/, '');
  if (!meaning) {
    return new FlowdeckError(
      'internal.unexpected',
      `The database ${file} refused a statement: ${said}`,
      { cause },
    );
  }
  const [code, predicate] = meaning;
  const details = { sqlite: cause.extendedCode ?? cause.code };
  const subject = code === 'store.not_a_database' ? 'file' : 'database';
  return new FlowdeckError(code, `The ${subject} ${file} ${predicate} (${said}).`, {
    cause,
    details,
  });
}

/** Why a file could not be opened: the library only says that it could not. */
export function openError(file: string, cause?: unknown): FlowdeckError {
  const options = cause === undefined ? {} : { cause };
  const cannotOpen = (reason: string): FlowdeckError =>
    new FlowdeckError('store.cannot_open', `The database ${file} cannot be opened: ${reason}.`, {
      ...options,
    });
  const directory = path.dirname(file);
  const stats = existing(file);
  if (stats?.isDirectory()) return cannotOpen('it is a directory');
  if (stats && !stats.isFile()) return cannotOpen('it is not a regular file');
  const parent = existing(directory);
  if (!parent) return cannotOpen('its directory does not exist');
  if (!parent.isDirectory()) return cannotOpen(`${directory} is not a directory`);
  if (!writable(stats ? file : directory)) {
    return new FlowdeckError('store.read_only', `The database ${file} cannot be written to.`, {
      ...options,
    });
  }
  return stats ? cannotOpen('the system refused') : cannotOpen('it does not exist');
}

/** A failure of the file system around the database (making its directory, reading its state). */
export function fileSystemError(thrown: unknown, file: string): FlowdeckError {
  const { code } = thrown as NodeJS.ErrnoException;
  const by: Readonly<Record<string, ErrorCode>> = {
    EACCES: 'store.read_only',
    EPERM: 'store.read_only',
    EROFS: 'store.read_only',
    ENOSPC: 'store.disk_full',
    EDQUOT: 'store.disk_full',
  };
  // Making directories reports ENOENT where the file system is read-only.
  const refused = code === 'ENOENT' && !writable(nearestDirectory(file));
  return new FlowdeckError(
    by[code ?? ''] ?? (refused ? 'store.read_only' : 'store.cannot_open'),
    `The database ${file} cannot be opened: ${messageOf(thrown)}.`,
    { cause: thrown },
  );
}

/** True when waiting and trying again on a new connection may help. */
export function isBusy(thrown: unknown): boolean {
  return thrown instanceof FlowdeckError && thrown.code === 'store.busy';
}

/** True when the connection can go on being used after this failure of the library or the store. */
export function isHarmless(thrown: unknown): boolean {
  if (thrown instanceof FlowdeckError)
    return thrown.cause === undefined || isHarmless(thrown.cause);
  if (thrown instanceof LibsqlError) return harmless.has(thrown.code);
  // An integer that no number can hold fails when the statement has ended.
  return thrown instanceof RangeError;
}

/** The lowest directory above the file that exists. */
function nearestDirectory(file: string): string {
  const directory = path.dirname(file);
  return existing(directory) || directory === file ? directory : nearestDirectory(directory);
}

function existing(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isErrnoException(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'errno' in thrown && 'syscall' in thrown;
}

function writable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function diskIsFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path.dirname(file));
    return bavail * bsize < lowDiskBytes;
  } catch {
    return false;
  }
}
