/** The optional package that runs the model: flowdeck's own, or the copy in the user's data directory. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { isDirectory, statusOf, upwards } from '../../platform/files.js';
import type { ModelDefinition } from './definition.js';
import type { OwnPlaces } from './places.js';

export type PackageStatus =
  | { readonly state: 'ready'; readonly directory: string }
  | { readonly state: 'missing' | 'unsupported'; readonly reason: string };

/** What a machine is, as Node names it. */
export interface Machine {
  readonly platform: string;
  readonly architecture: string;
}

/** The tokenizer is native code; for these machines there is a build. */
const nativeBuilds: Readonly<Record<string, string>> = {
  'linux x64': '@anush008/tokenizers-linux-x64-gnu',
  'darwin x64': '@anush008/tokenizers-darwin-universal',
  'darwin arm64': '@anush008/tokenizers-darwin-universal',
  'win32 x64': '@anush008/tokenizers-win32-x64-msvc',
};

const thisMachine: Machine = { platform: process.platform, architecture: process.arch };

/**
 * Looks without loading anything.
 *
 * @param from the module whose `node_modules` are looked at first
 */
export function findPackage(
  definition: ModelDefinition,
  places: OwnPlaces | null,
  { from = import.meta.url, machine = thisMachine }: { from?: string; machine?: Machine } = {},
): PackageStatus {
  const { name } = definition.package;
  const native = nativeBuilds[`${machine.platform} ${machine.architecture}`];
  if (native === undefined) {
    const reason = `There is no build of ${name} for ${machine.platform} on ${machine.architecture}`;
    return { state: 'unsupported', reason };
  }
  const candidates = [
    packageDirectory(name, from),
    places && installedPackage(name, places.packageRoot),
  ];
  for (const directory of candidates) {
    if (directory !== null && isWhole(directory, native)) return { state: 'ready', directory };
  }
  const [incomplete] = candidates.filter((directory) => directory !== null);
  const reason =
    incomplete === undefined
      ? `The package ${name} is not installed`
      : `The package in ${incomplete} lacks ${native} or another part`;
  return { state: 'missing', reason };
}

/** Where npm puts the package below a folder it installs into; null where it is not there. */
export function installedPackage(name: string, root: string): string | null {
  const directory = path.join(root, 'node_modules', name);
  return isDirectory(directory) ? directory : null;
}

/** Whether all that the package needs at run time can be found from it. */
export function isWhole(directory: string, native = nativeOf(thisMachine)): boolean {
  const require = createRequire(path.join(directory, 'package.json'));
  try {
    const tokenizers = require.resolve('@anush008/tokenizers');
    require.resolve('onnxruntime-node');
    if (native !== undefined) createRequire(tokenizers).resolve(native);
    return true;
  } catch {
    return false;
  }
}

function nativeOf({ platform, architecture }: Machine): string | undefined {
  return nativeBuilds[`${platform} ${architecture}`];
}

/** The folder of a package that a module would load; the package's own metadata need not be exported. */
function packageDirectory(name: string, from: string): string | null {
  try {
    const entry = createRequire(from).resolve(name);
    for (const directory of upwards(path.dirname(entry))) {
      const isRoot = path.basename(path.dirname(directory)) === 'node_modules';
      if (isRoot && statusOf(path.join(directory, 'package.json')) !== null) return directory;
    }
    return null;
  } catch {
    return null;
  }
}
