/** Makes a `.flow` directory where there is none, and completes one that lacks something. */
import {
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { CommandInput, CommandOutput } from '../domain/contract/calls.js';
import { FlowdeckError, messageOf } from '../domain/errors.js';
import type { ServiceContext } from '../service/context.js';
import type { Database } from '../service/import/index.js';
import { isObject, type JsonObject } from './flow/values.js';

/** What a project starts from; other tools read the same keys. */
const defaultConfiguration = {
  memory: { enabled: true },
  planSync: { crossEpic: false, enabled: true },
  review: { backend: null },
  scouts: { github: false },
  stack: {},
} as const;

const schemaVersion = 3;
const folders = ['specs', 'tasks', 'memory', 'reviews'];
/** Where the schema before kept the definitions of epics. */
const folderBeforeThird = 'epics';

/**
 * Writes `.flow/meta.json` and `.flow/config.json` where they are missing, adds missing defaults to a configuration
 * that is there, and makes the folders. Done again, it does nothing. The database that it is given was made by opening
 * it; what the files say is read by the first import.
 *
 * @returns the directory and what was done, a sentence part each
 * @throws FlowdeckError `project.read_only`
 */
export function initialiseProject(
  database: Pick<Database, 'path'>,
  context: Pick<ServiceContext, 'now'>,
  input: CommandInput<'project.initialise'>,
): Promise<CommandOutput<'project.initialise'>> {
  const flowDirectory = path.join(input.root, '.flow');
  try {
    const actions = [
      ...makeFolder(flowDirectory, '.flow'),
      ...writeMeta(flowDirectory, context.now()),
      ...completeConfiguration(flowDirectory),
      ...foldersOf(flowDirectory).flatMap((name) =>
        makeFolder(path.join(flowDirectory, name), `.flow/${name}`),
      ),
    ];
    return Promise.resolve({ path: flowDirectory, actions });
  } catch (error) {
    return Promise.reject(writeError(error, flowDirectory, database.path));
  }
}

function makeFolder(folder: string, name: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  mkdirSync(folder, { recursive: true });
  return [`created ${name}/`];
}

function writeMeta(flowDirectory: string, now: string): string[] {
  const file = path.join(flowDirectory, 'meta.json');
  if (statSync(file, { throwIfNoEntry: false })) return [];
  writeJson(file, { next_spec: 1, schema_version: schemaVersion, setup_date: now });
  return ['created .flow/meta.json'];
}

function foldersOf(flowDirectory: string): readonly string[] {
  const meta = readJson(path.join(flowDirectory, 'meta.json'));
  const version = isObject(meta) ? meta['schema_version'] : null;
  return typeof version === 'number' && version < schemaVersion
    ? [folderBeforeThird, ...folders]
    : folders;
}

function completeConfiguration(flowDirectory: string): string[] {
  const file = path.join(flowDirectory, 'config.json');
  if (!statSync(file, { throwIfNoEntry: false })) {
    writeJson(file, defaultConfiguration);
    return ['created .flow/config.json'];
  }
  const existing = readJson(file);
  if (!isObject(existing)) return ['left .flow/config.json as it is: it holds no JSON object'];
  const missing = missingKeys(defaultConfiguration, existing);
  if (missing.length === 0) return [];
  writeJson(file, withDefaults(defaultConfiguration, existing));
  return missing.map((key) => `added ${key} to .flow/config.json`);
}

/** What is there wins at every depth; a value where the defaults have an object stays that value. */
function withDefaults(defaults: JsonObject, existing: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...existing };
  for (const [key, value] of Object.entries(defaults)) {
    const held = existing[key];
    if (!(key in existing)) merged[key] = value;
    else if (isObject(value) && isObject(held)) merged[key] = withDefaults(value, held);
  }
  return merged;
}

function missingKeys(defaults: JsonObject, existing: JsonObject, prefix = ''): string[] {
  return Object.entries(defaults).flatMap(([key, value]) => {
    const held = existing[key];
    if (!(key in existing)) return [`${prefix}${key}`];
    return isObject(value) && isObject(held) ? missingKeys(value, held, `${prefix}${key}.`) : [];
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A reader never meets half a file; a linked one stays a link. */
function writeJson(file: string, value: unknown): void {
  const target = statSync(file, { throwIfNoEntry: false }) ? realpathSync(file) : file;
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeError(error: unknown, flowDirectory: string, databasePath: string): FlowdeckError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const isRefused = ['EACCES', 'EPERM', 'EROFS'].includes(code);
  return new FlowdeckError(
    isRefused ? 'project.read_only' : 'internal.unexpected',
    `${flowDirectory} cannot be written: ${messageOf(error)}.`,
    { details: { flowDirectory, databasePath }, cause: error },
  );
}
