/** Whether meaning can be searched for, told from what is on the disk and without loading anything. */
import { errorHints, type ErrorCode } from '../../domain/errors.js';
import type { Environment } from '../../platform/environment.js';
import { isDirectory } from '../../platform/files.js';
import { shippedModel, type ModelDefinition } from './definition.js';
import { manifestProblem, readManifest } from './manifest.js';
import { findPackage, type Machine } from './package.js';
import type { FilesStatus } from './files-status.js';
import { isOffline, ownPlaces, sharedDirectory } from './places.js';
import { sharedFiles } from './shared.js';

export type ModelStatus =
  | {
      readonly state: 'ready';
      /** Holds the weights and the files of the tokenizer. */
      readonly directory: string;
      /** Its name and the beginning of the hash of its weights. */
      readonly modelId: string;
      /** The folder of the package that runs it. */
      readonly packageDirectory: string;
    }
  | {
      readonly state: 'missing' | 'damaged' | 'package_missing' | 'offline';
      /** One sentence without its full stop. */
      readonly reason: string;
      readonly hint: string;
    };

export interface FindOptions {
  readonly definition?: ModelDefinition;
  /** For tests: from where the package is looked for, and what machine this is. */
  readonly packageFrom?: string;
  readonly machine?: Machine;
}

/**
 * Looks at sizes and at the manifest; only a shared copy that came without one has its weights read, once.
 * Never throws for what it finds.
 */
export async function findModel(
  environment: Environment,
  options: FindOptions = {},
): Promise<ModelStatus> {
  const { definition = shippedModel } = options;
  const files = await findFiles(environment, definition);
  if (files.state !== 'ready') return withoutFiles(environment, files);
  const found = findPackage(definition, ownPlaces(environment, definition), {
    ...(options.packageFrom !== undefined && { from: options.packageFrom }),
    ...(options.machine && { machine: options.machine }),
  });
  if (found.state !== 'ready') {
    const code = found.state === 'unsupported' ? 'model.unsupported' : 'model.package_missing';
    return absent('package_missing', found.reason, code);
  }
  const { directory, modelId } = files;
  return { state: 'ready', directory, modelId, packageDirectory: found.directory };
}

function withoutFiles(
  environment: Environment,
  { state, directory, reason, shared }: Exclude<FilesStatus, { state: 'ready' }>,
): ModelStatus {
  if (shared) return absent(state, reason, 'model.shared');
  if (directory === null) return absent(state, reason, 'model.no_home');
  if (state === 'damaged') return absent(state, reason, 'model.damaged');
  return isOffline(environment)
    ? absent('offline', `${reason}, and FLOWDECK_OFFLINE forbids to fetch it`, 'model.offline')
    : absent(state, reason, 'model.not_installed');
}

function absent(
  state: Exclude<ModelStatus['state'], 'ready'>,
  reason: string,
  code: ErrorCode,
): ModelStatus {
  return { state, reason, hint: errorHints[code] };
}

/** The files in the shared directory where one is named, else in flowdeck's own. */
export async function findFiles(
  environment: Environment,
  definition: ModelDefinition,
): Promise<FilesStatus> {
  const places = ownPlaces(environment, definition);
  const shared = sharedDirectory(environment);
  if (shared !== null) return sharedFiles(shared, definition, places);
  if (places === null) {
    const reason = 'The environment names no home to keep the model in';
    return { state: 'missing', directory: null, shared: false, reason };
  }
  return ownFiles(places.model, definition);
}

function ownFiles(directory: string, definition: ModelDefinition): FilesStatus {
  const shared = false;
  if (!isDirectory(directory)) {
    return { state: 'missing', directory, shared, reason: 'The model is not installed' };
  }
  const manifest = readManifest(directory);
  const reason = manifest
    ? manifestProblem(directory, manifest, definition)
    : `${directory} has no manifest that can be read`;
  if (manifest === null || reason !== null) {
    return { state: 'damaged', directory, shared, reason: reason ?? '' };
  }
  return { state: 'ready', directory, shared, modelId: manifest.modelId, manifest };
}
