/** What was installed: kept beside the files, checked by size at every start and by hash when asked. */
import path from 'node:path';
import { readText, statusOf } from '../../platform/files.js';
import type { ModelDefinition } from './definition.js';

export const manifestName = 'manifest.json';

export interface ManifestFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly version: 1;
  readonly name: string;
  readonly modelId: string;
  /** ISO 8601. */
  readonly installedAt: string;
  /** The address, archive or directory it came from. */
  readonly source: string;
  readonly files: readonly ManifestFile[];
}

/** The manifest in a directory; null where there is none that can be read. */
export function readManifest(directory: string): Manifest | null {
  const text = readText(path.join(directory, manifestName));
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : null;
  } catch {
    return null;
  }
}

function sizeProblem(directory: string, files: readonly ManifestFile[]): string | null {
  for (const { name, size } of files) {
    const status = statusOf(path.join(directory, name));
    if (!status?.isFile()) return `${name} is missing`;
    if (status.size !== size) return `${name} has ${status.size} bytes and not ${size}`;
  }
  return null;
}

/** What is wrong with an installed directory that can be seen without reading its files; null where nothing is. */
export function manifestProblem(
  directory: string,
  { files }: Manifest,
  definition: ModelDefinition,
): string | null {
  const listed = files.map(({ name }) => name);
  const unlisted = definition.files.find(({ name }) => !listed.includes(name));
  const problem = unlisted ? `${unlisted.name} is not recorded` : sizeProblem(directory, files);
  return problem === null ? null : `${problem} in ${directory}`;
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || value['version'] !== 1 || !Array.isArray(value['files'])) return false;
  const texts = ['name', 'modelId', 'installedAt', 'source'];
  return texts.every((key) => typeof value[key] === 'string') && value['files'].every(isFile);
}

function isFile(value: unknown): value is ManifestFile {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    path.basename(value['name']) === value['name'] &&
    typeof value['size'] === 'number' &&
    typeof value['sha256'] === 'string'
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
