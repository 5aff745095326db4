/** Brings the files of the model from where they come from to where they belong. */
import { longestPath, quoted } from '../../domain/quote.js';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { FlowdeckError } from '../../domain/errors.js';
import type { Environment } from '../../platform/environment.js';
import { isDirectory, statusOf } from '../../platform/files.js';
import { modelIdOf, type ModelDefinition } from './definition.js';
import { failure, modelError, throwIfInterrupted } from './failures.js';
import { hashFile } from './hash.js';
import type { Lock } from './lock.js';
import { manifestName, type Manifest, type ManifestFile } from './manifest.js';
import { discard, usualPatience, type Patience } from './part.js';
import { archiveUrl, shownUrl, type OwnPlaces } from './places.js';
import type { OnProgress } from './progress.js';
import { plainProblem } from './shared.js';

export interface FilesOptions {
  readonly environment: Environment;
  readonly definition: ModelDefinition;
  /** A directory that holds the files or the archive, or the archive; instead of fetching it. Absolute. */
  readonly from?: string | undefined;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal | undefined;
  /** For tests; real networks want the usual one. */
  readonly patience?: Patience;
}

/**
 * Gets the files aside, checks them, and puts them in place at once.
 *
 * @throws FlowdeckError model.*, or an error of the file system
 */
export async function installFiles(
  places: OwnPlaces,
  lock: Lock,
  options: FilesOptions,
): Promise<void> {
  const { definition, signal } = options;
  const source = await sourceOf(places, options);
  const staging = mkdtempSync(`${places.model}.new-`);
  try {
    const files = await source.fill(staging);
    checkPins(files, definition, source.shown);
    const problem = plainProblem(staging, definition);
    if (problem !== null) throw failure('model.incomplete', `${problem} in ${source.shown}.`);
    await writeManifest(staging, files, source.shown, definition);
    throwIfInterrupted(signal);
    lock.assertHeld();
    replace(staging, places.model);
    source.used();
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Where the files are to come from. */
interface Source {
  readonly shown: string;
  /** Puts the files into an empty directory. */
  fill(directory: string): Promise<readonly ManifestFile[]>;
  /** Called once they are in place. */
  used(): void;
}

async function sourceOf(places: OwnPlaces, options: FilesOptions): Promise<Source> {
  const { definition, from, signal } = options;
  const onProgress: OnProgress = options.onProgress ?? (() => undefined);
  const archiveSource = (archive: string, shown: string, used: () => void): Source => ({
    shown,
    async fill(directory) {
      const { extractArchive } = await import('./extract.js');
      onProgress({ phase: 'extract' });
      return extractArchive(archive, directory, definition, signal);
    },
    used,
  });
  if (from === undefined) {
    await download(places, onProgress, options);
    const shown = shownUrl(archiveUrl(options.environment, definition));
    return archiveSource(places.part, shown, () => discard(places.part));
  }
  const carried = carriedOver(from, definition);
  if (carried.kind === 'archive') {
    onProgress({ phase: 'check' });
    await checkArchive(carried.path, definition, signal);
    return archiveSource(carried.path, carried.path, () => undefined);
  }
  return {
    shown: carried.path,
    fill(directory) {
      onProgress({ phase: 'copy' });
      return copyFiles(carried.path, directory, definition, signal);
    },
    used: () => undefined,
  };
}

async function download(
  places: OwnPlaces,
  onProgress: OnProgress,
  { environment, definition, patience = usualPatience, signal }: FilesOptions,
): Promise<void> {
  const { part } = places;
  // Loaded only now: who merely looks for the model needs no HTTP client.
  const { downloadArchive } = await import('./download.js');
  try {
    await downloadArchive({ definition, environment, part, patience, onProgress, signal });
  } catch (error) {
    const known = modelError(error, places.models);
    // The room that the part takes is what somebody needs now.
    if (known instanceof FlowdeckError && known.code === 'model.disk_full') discard(part);
    throw known;
  }
}

/** What a path given by hand holds. */
function carriedOver(
  from: string,
  { archive, weights }: ModelDefinition,
): { readonly kind: 'archive' | 'directory'; readonly path: string } {
  const status = statusOf(from);
  if (status === null)
    throw failure('model.not_found', `${quoted(from, longestPath)} does not exist.`);
  if (status.isFile()) return { kind: 'archive', path: from };
  const isFile = (file: string): boolean => statusOf(file)?.isFile() ?? false;
  for (const directory of [from, path.join(from, archive.folder)]) {
    if (isDirectory(directory) && isFile(path.join(directory, weights))) {
      return { kind: 'directory', path: directory };
    }
  }
  const inside = path.join(from, archive.name);
  if (isFile(inside)) return { kind: 'archive', path: inside };
  throw failure('model.not_found', `${from} holds neither ${weights} nor ${archive.name}.`);
}

async function checkArchive(
  file: string,
  { archive }: ModelDefinition,
  signal: AbortSignal | undefined,
): Promise<void> {
  const found = await hashFile(file, signal);
  if (found === archive.sha256) return;
  const message = `${file} has the SHA-256 ${found} and not ${archive.sha256}.`;
  throw failure('model.checksum', message);
}

async function copyFiles(
  from: string,
  into: string,
  definition: ModelDefinition,
  signal: AbortSignal | undefined,
): Promise<readonly ManifestFile[]> {
  const copied: ManifestFile[] = [];
  for (const { name, maximumBytes } of definition.files) {
    const source = path.join(from, name);
    const status = statusOf(source);
    if (!status?.isFile()) throw failure('model.incomplete', `${name} is missing in ${from}.`);
    if (status.size > maximumBytes) {
      throw failure('model.incomplete', `${name} in ${from} is far too long.`);
    }
    copied.push({ name, ...(await copyFile(source, path.join(into, name), signal)) });
  }
  return copied;
}

async function copyFile(
  from: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  const handle = await open(to, 'wx');
  let size = 0;
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1024 * 1024 })) {
      throwIfInterrupted(signal);
      hash.update(chunk as Buffer);
      await handle.appendFile(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { size, sha256: hash.digest('hex') };
}

function checkPins(
  files: readonly ManifestFile[],
  definition: ModelDefinition,
  source: string,
): void {
  for (const { name, sha256 } of definition.files) {
    const found = files.find((file) => file.name === name)?.sha256;
    if (sha256 === null || sha256 === found) continue;
    const message = `${name} from ${source} has the SHA-256 ${String(found)} and not ${sha256}.`;
    throw failure('model.checksum', message);
  }
}

async function writeManifest(
  directory: string,
  files: readonly ManifestFile[],
  source: string,
  { name, weights }: ModelDefinition,
): Promise<void> {
  const sha256 = files.find((file) => file.name === weights)?.sha256 ?? '';
  const manifest: Manifest = {
    version: 1,
    name,
    modelId: modelIdOf(name, sha256),
    installedAt: new Date().toISOString(),
    source,
    files,
  };
  const handle = await open(path.join(directory, manifestName), 'wx');
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A directory cannot be renamed over another that holds files: the old one steps aside for a moment. */
function replace(staging: string, target: string): void {
  const aside = `${target}.old-${process.pid}`;
  const stepAside = statusOf(target) !== null;
  if (stepAside) renameSync(target, aside);
  try {
    renameSync(staging, target);
  } catch (error) {
    if (stepAside) renameSync(aside, target);
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}
