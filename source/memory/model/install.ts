/** Puts the model and the package that runs it in place, whole or not at all. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../platform/environment.js';
import { namesIn, statusOf } from '../../platform/files.js';
import { shippedModel, type ModelDefinition } from './definition.js';
import { causeOf, failure, modelError } from './failures.js';
import type { FilesStatus } from './files-status.js';
import { findFiles, type FindOptions } from './find.js';
import { hashFile } from './hash.js';
import { installFiles, type FilesOptions } from './install-files.js';
import { withLock } from './lock.js';
import { findNpm, installPackage, type Program } from './npm.js';
import { findPackage } from './package.js';
import {
  isOffline,
  ownPlaces,
  requireOwnPlaces,
  sharedDirectory,
  type OwnPlaces,
} from './places.js';

export interface InstallOptions extends FindOptions, Partial<FilesOptions> {
  readonly environment: Environment;
  /** Install again what is there and seems whole. */
  readonly force?: boolean;
  /** For tests. */
  readonly npm?: Program | null;
}

export interface InstallReport {
  readonly modelId: string;
  readonly directory: string;
  readonly packageDirectory: string;
  /** False where the model was there already. */
  readonly modelInstalled: boolean;
  /** False where the package was there already. */
  readonly packageInstalled: boolean;
}

/**
 * Installs what is missing of the model and of its package.
 *
 * @throws FlowdeckError model.*; what was installed before is still there then, and nothing half
 */
export async function installModel(options: InstallOptions): Promise<InstallReport> {
  const { environment, definition = shippedModel } = options;
  refuseUnsupported(options);
  const { force = false } = options;
  const shared = sharedDirectory(environment);
  const before = await findFiles(environment, definition);
  if (shared !== null) refuseShared(shared, before, options);
  if (before.state === 'ready' && !force && packageOf(options) !== null) {
    return report(before, options);
  }
  const places = requireOwnPlaces(environment, definition);
  return guarded(places.models, () =>
    withLock(places.lock, async (lock) => {
      sweep(places);
      // Somebody else may have finished it just before.
      const found = await findFiles(environment, definition);
      const modelInstalled = shared === null && (found.state !== 'ready' || force);
      if (modelInstalled) await installFiles(places, lock, { ...options, definition });
      const packageInstalled = packageOf(options) === null;
      if (packageInstalled) await fetchPackage(places, options);
      return report(await findFiles(environment, definition), options, {
        modelInstalled,
        packageInstalled,
      });
    }),
  );
}

export interface RemoveReport {
  /** What is gone, absolute. */
  readonly removed: readonly string[];
}

/**
 * Removes flowdeck's own copies of the model and of the package, and what is left of attempts. A shared copy stays.
 *
 * @throws FlowdeckError model.busy while it is being installed
 */
export async function removeModel(
  environment: Environment,
  definition: ModelDefinition = shippedModel,
): Promise<RemoveReport> {
  const places = ownPlaces(environment, definition);
  if (places === null) return { removed: [] };
  const { model, part, sharedRecords, packageRoot } = places;
  const targets = [model, part, `${part}.json`, sharedRecords, packageRoot];
  const isThere = (file: string): boolean => statusOf(file) !== null;
  if (!isThere(places.models) && !isThere(packageRoot)) return { removed: [] };
  return guarded(places.models, () =>
    withLock(places.lock, () => {
      sweep(places);
      const removed = targets.filter(isThere);
      for (const target of removed) rmSync(target, { recursive: true, force: true, maxRetries: 3 });
      return Promise.resolve({ removed });
    }),
  );
}

/** Where the model is or would be: the shared copy where one is named. */
export function modelDirectory(
  environment: Environment,
  definition: ModelDefinition = shippedModel,
): string {
  return sharedDirectory(environment) ?? requireOwnPlaces(environment, definition).model;
}

/**
 * Reads all files and compares them with the manifest.
 *
 * @returns what is wrong, one sentence each without its full stop; null where there is no manifest to compare with
 */
export async function verifyFiles(
  files: Extract<FilesStatus, { state: 'ready' }>,
): Promise<readonly string[] | null> {
  if (files.manifest === null) return null;
  const problems: string[] = [];
  for (const { name, sha256 } of files.manifest.files) {
    try {
      const found = await hashFile(path.join(files.directory, name));
      if (found !== sha256) problems.push(`${name} has the SHA-256 ${found} and not ${sha256}`);
    } catch (error) {
      problems.push(`${name} cannot be read: ${causeOf(error)}`);
    }
  }
  return problems;
}

async function guarded<Result>(directory: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw modelError(error, directory);
  }
}

function refuseUnsupported(options: InstallOptions): void {
  const { environment, definition = shippedModel } = options;
  const found = findPackage(
    definition,
    ownPlaces(environment, definition),
    packageOptions(options),
  );
  if (found.state === 'unsupported') throw failure('model.unsupported', `${found.reason}.`);
}

/** A shared copy belongs to somebody else: it is used or complained about, never written. */
function refuseShared(shared: string, files: FilesStatus, { from, force }: InstallOptions): void {
  if (files.state !== 'ready') throw failure('model.shared', `${files.reason}.`);
  if (from === undefined && force !== true) return;
  const message = `FLOWDECK_MODEL_DIR names ${shared}, which flowdeck uses and never writes.`;
  throw failure('model.shared', message);
}

function packageOf(options: InstallOptions): string | null {
  const { environment, definition = shippedModel } = options;
  const found = findPackage(
    definition,
    ownPlaces(environment, definition),
    packageOptions(options),
  );
  return found.state === 'ready' ? found.directory : null;
}

function packageOptions({ packageFrom, machine }: InstallOptions) {
  return { ...(packageFrom !== undefined && { from: packageFrom }), ...(machine && { machine }) };
}

async function fetchPackage(places: OwnPlaces, options: InstallOptions): Promise<void> {
  const { environment, definition = shippedModel, signal } = options;
  const { name, version } = definition.package;
  if (isOffline(environment)) {
    const message = `The package ${name} is missing, and FLOWDECK_OFFLINE forbids to fetch it.`;
    throw failure('model.offline', message);
  }
  options.onProgress?.({ phase: 'package', name, version });
  const npm = options.npm === undefined ? findNpm(environment) : options.npm;
  await guarded(places.packages, () =>
    installPackage({ definition, places, environment, npm, signal }),
  );
}

function report(
  files: FilesStatus,
  options: InstallOptions,
  done = { modelInstalled: false, packageInstalled: false },
): InstallReport {
  const packageDirectory = packageOf(options);
  if (files.state !== 'ready') throw failure('model.damaged', `${files.reason}.`);
  if (packageDirectory === null) {
    throw failure('model.package_missing', 'The package that runs the model is not there.');
  }
  const { modelId, directory } = files;
  return { modelId, directory, packageDirectory, ...done };
}

/** Removes what killed installations left; to be called by the one who holds the lock. */
function sweep({ model, packageRoot, models, packages }: OwnPlaces): void {
  for (const [directory, whole] of [
    [models, model],
    [packages, packageRoot],
  ] as const) {
    const left = [`${path.basename(whole)}.new-`, `${path.basename(whole)}.old-`];
    for (const name of namesIn(directory)) {
      if (!left.some((start) => name.startsWith(start))) continue;
      rmSync(path.join(directory, name), { recursive: true, force: true, maxRetries: 3 });
    }
  }
}
