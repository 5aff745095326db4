/** A shared copy, which FLOWDECK_MODEL_DIR names: only looked at, never written. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../../domain/digest.js';
import { isDirectory, readText, statusOf } from '../../platform/files.js';
import { modelIdOf, type ModelDefinition } from './definition.js';
import { causeOf } from './failures.js';
import type { FilesStatus } from './files-status.js';
import { hashFile } from './hash.js';
import { isRecord, manifestProblem, readManifest } from './manifest.js';
import type { OwnPlaces } from './places.js';

export async function sharedFiles(
  directory: string,
  definition: ModelDefinition,
  places: OwnPlaces | null,
): Promise<FilesStatus> {
  const shared = true;
  const damaged = (reason: string): FilesStatus => ({
    state: 'damaged',
    directory,
    shared,
    reason,
  });
  if (!isDirectory(directory)) {
    const reason = `FLOWDECK_MODEL_DIR names ${directory}, which is no directory`;
    return { state: 'missing', directory, shared, reason };
  }
  const manifest = readManifest(directory);
  if (manifest) {
    const problem = manifestProblem(directory, manifest, definition);
    if (problem !== null) return damaged(problem);
    return { state: 'ready', directory, shared, modelId: manifest.modelId, manifest };
  }
  const problem = plainProblem(directory, definition);
  if (problem !== null) return damaged(`${problem} in ${directory}`);
  try {
    const modelId = await sharedModelId(directory, definition, places);
    return { state: 'ready', directory, shared, modelId, manifest: null };
  } catch (error) {
    return damaged(`${definition.weights} in ${directory} cannot be read: ${causeOf(error)}`);
  }
}

/** What is wrong with files nobody recorded: one is missing, empty, or not the JSON that it must be. */
export function plainProblem(directory: string, definition: ModelDefinition): string | null {
  const weights = weightsIn(directory, definition);
  const names = definition.files.map(({ name }) => (name === definition.weights ? weights : name));
  for (const name of names) {
    const file = path.join(directory, name);
    const status = statusOf(file);
    if (!status?.isFile()) return `${name} is missing`;
    if (status.size === 0) return `${name} is empty`;
    if (name.endsWith('.json') && !isJson(file)) return `${name} is not the JSON it must be`;
  }
  return null;
}

function weightsIn(directory: string, { weights, otherWeights }: ModelDefinition): string {
  const names = [weights, otherWeights];
  return names.find((name) => statusOf(path.join(directory, name)) !== null) ?? weights;
}

function isJson(file: string): boolean {
  try {
    return isRecord(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return false;
  }
}

/** The weights of a shared copy are hashed once; a record in the own cache keeps the answer while they stay the same. */
async function sharedModelId(
  directory: string,
  definition: ModelDefinition,
  places: OwnPlaces | null,
): Promise<string> {
  const weights = path.join(directory, weightsIn(directory, definition));
  const status = statusOf(weights);
  const seen = { weights, size: status?.size ?? 0, modified: status?.mtimeMs ?? 0 };
  const record = places && path.join(places.sharedRecords, `${shortHash(weights)}.json`);
  const known = record === null ? null : readText(record);
  const kept = known === null ? null : recordedHash(known, seen);
  if (kept !== null) return sharedName(kept, definition);
  const sha256 = await hashFile(weights);
  if (record !== null) keepRecord(record, { ...seen, sha256 });
  return sharedName(sha256, definition);
}

function sharedName(sha256: string, definition: ModelDefinition): string {
  const pinned = definition.files.find(({ name }) => name === definition.weights)?.sha256;
  return modelIdOf(sha256 === pinned ? definition.name : 'custom', sha256);
}

function recordedHash(
  text: string,
  seen: { readonly weights: string; readonly size: number; readonly modified: number },
): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || typeof value['sha256'] !== 'string') return null;
    const same = Object.entries(seen).every(([key, part]) => value[key] === part);
    return same ? value['sha256'] : null;
  } catch {
    return null;
  }
}

function keepRecord(file: string, record: Readonly<Record<string, unknown>>): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(record));
  } catch {
    // A cache that cannot be written costs the reading again next time and nothing else.
  }
}

function shortHash(text: string): string {
  return sha256(text).slice(0, 16);
}
