/** Brings a `.flow` directory into the database. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { CommandInput } from '../domain/contract/calls.js';
import type { ImportReport, ImportSet } from '../domain/contract/import.js';
import type { Progress } from '../domain/contract/store-client.js';
import { FlowdeckError, messageOf } from '../domain/errors.js';
import type { ServiceContext } from '../service/context.js';
import {
  findKnownSource,
  importSet,
  readOriginalDatabase,
  type Database,
  type ImportSource,
  type KnownSource,
} from '../service/import/index.js';
import { readFlowDirectory } from './flow/read.js';
import { statePrefix } from './flow/layout.js';

/**
 * Reads the directory and the live state beside it, and takes over what changed since the last time. What stands in
 * the files is read before the transaction begins; nothing is written to them.
 *
 * @throws FlowdeckError `import.no_flow_directory`; `source.other_content` when the database belongs to another
 * directory with other content and `switchSource` is not given; those of the store
 */
export async function importDirectory(
  database: Database,
  context: ServiceContext,
  input: CommandInput<'import.run'>,
  onProgress?: (progress: Progress) => void,
): Promise<ImportReport> {
  const { flowDirectory, stateDirectory, root, switchSource = false } = input;
  requireReadable(flowDirectory);
  const source = {
    path: relativePath(root, flowDirectory),
    directory: realpathSync(flowDirectory),
  };
  const set = await readFlowDirectory({
    flowDirectory,
    stateDirectory,
    pathPrefix: source.path,
    readDatabase: readOriginalDatabase,
    ...(onProgress && { onProgress }),
  });
  const known = switchSource ? null : await findKnownSource(database);
  const standsFor = known && (await otherDirectory(known, source, set));
  return importSet(database, context, set, { ...source, standsFor, switchSource }, onProgress);
}

/** What cannot be read at all would look like everything vanished. */
function requireReadable(flowDirectory: string): void {
  try {
    readdirSync(flowDirectory);
  } catch (error) {
    throw new FlowdeckError(
      'import.no_flow_directory',
      `${flowDirectory} cannot be read as a directory: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

function relativePath(root: string, flowDirectory: string): string {
  return path.relative(root, flowDirectory).split(path.sep).join('/') || '.';
}

/**
 * Whether this directory may stand for the one that the database knows: another worktree's copy with the same content
 * as was read last, or as lies there now; or a directory that has taken the place of one that is gone.
 */
async function otherDirectory(
  known: KnownSource,
  source: ImportSource,
  set: ImportSet,
): Promise<ImportSource['standsFor']> {
  const { directory } = known;
  if (directory === null || directory === source.directory) return null;
  if (!existsSync(directory)) return { directory, adopt: true };
  const files = contentOf(set);
  if (sameContent(files, withoutState(known.files))) return { directory, adopt: false };
  const other = await readFlowDirectory({
    flowDirectory: directory,
    stateDirectory: null,
    pathPrefix: known.path,
  });
  return sameContent(files, contentOf(other)) ? { directory, adopt: false } : null;
}

/** SHA-256 by path, of what belongs to the directory itself. */
function contentOf(set: ImportSet): ReadonlyMap<string, string> {
  const entities = [...set.epics, ...set.tasks, ...set.memory];
  return withoutState(
    new Map(entities.flatMap(({ files }) => files.map((file) => [file.path, file.sha256]))),
  );
}

/** Worktrees share the live state: it tells nothing about which of them was read. */
function withoutState(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...files].filter(([name]) => !name.startsWith(statePrefix)));
}

function sameContent(
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string>,
): boolean {
  return (
    left.size === right.size && [...left].every(([name, sha256]) => right.get(name) === sha256)
  );
}
