/**
 * Where a project is: found from the working directory without spawning git.
 */
import path from 'node:path';
import type { Environment } from './environment.js';
import { isDirectory, namesIn, statusOf, upwards, withoutLinks } from './files.js';
import { findGit } from './git-directory.js';

export interface ProjectLocation {
  /** The git top level, else the directory that holds `.flow`, else the directory asked about. */
  readonly root: string;
  /** The `.flow` directory; null where there is none. */
  readonly flowDirectory: string | null;
  /** `<git common dir>`; null outside git. */
  readonly gitCommonDirectory: string | null;
  /** This worktree's own git directory, for the configuration that names the actor; null outside git. */
  readonly gitDirectory: string | null;
  /** Live state of other tools, `<git common dir>/flow-state` or what FLOW_STATE_DIR names; null outside git. */
  readonly stateDirectory: string | null;
  /** Where the database is or would be. */
  readonly databasePath: string;
  /** True when the database file is there. */
  readonly databaseExists: boolean;
}

export interface ProjectQuestion {
  /** Where to begin, absolute. */
  readonly directory: string;
  readonly environment: Environment;
  /** The value of `--db`, relative to `directory` unless `workingDirectory` is given. */
  readonly database?: string | undefined;
  /** The directory was asked for (`--dir`), so FLOW_STATE_DIR does not name another project. */
  readonly explicit?: boolean;
  /** What relative paths in `database` and in the environment start from; `directory` by default. */
  readonly workingDirectory?: string;
}

const databaseName = 'flowdeck.db';

/**
 * The project that a directory belongs to, by the first that applies: FLOW_STATE_DIR where it is a `.flow` directory
 * (not with `explicit`), the nearest `.flow` upwards, the git top level, the directory itself.
 */
export function findProject(question: ProjectQuestion): Promise<ProjectLocation> {
  // A handful of stat calls: cheaper done at once than through the thread pool.
  return Promise.resolve(locate(question));
}

function locate(question: ProjectQuestion): ProjectLocation {
  const { environment } = question;
  const start = withoutLinks(question.directory);
  const workingDirectory = question.workingDirectory ?? question.directory;
  const state = stateVariable(environment, workingDirectory);

  const flowDirectory =
    state?.kind === 'flow' && question.explicit !== true ? state.path : nearestFlow(start);
  const holder = flowDirectory === null ? start : path.dirname(flowDirectory);
  const git = findGit(holder);
  const root = git?.topLevel ?? holder;
  const stateDirectory =
    state?.kind === 'live' ? state.path : git && path.join(git.commonDirectory, 'flow-state');

  const named = question.database ?? nonEmpty(environment['FLOWDECK_DB']);
  const databasePath =
    named === undefined
      ? path.join(
          stateDirectory ?? path.join(flowDirectory ?? path.join(root, '.flow'), '.state'),
          databaseName,
        )
      : path.resolve(workingDirectory, named);
  return {
    root,
    flowDirectory,
    gitCommonDirectory: git?.commonDirectory ?? null,
    gitDirectory: git?.gitDirectory ?? null,
    stateDirectory,
    databasePath,
    databaseExists: statusOf(databasePath) !== null,
  };
}

/** FLOW_STATE_DIR is decided by contents: a `meta.json` makes it a `.flow` directory, all else is live state. */
function stateVariable(
  environment: Environment,
  workingDirectory: string,
): { readonly kind: 'flow' | 'live'; readonly path: string } | null {
  const value = nonEmpty(environment['FLOW_STATE_DIR']);
  if (value === undefined) return null;
  const directory = path.resolve(workingDirectory, value);
  const marked = statusOf(path.join(directory, 'meta.json')) !== null;
  return { kind: marked ? 'flow' : 'live', path: directory };
}

function nearestFlow(start: string): string | null {
  for (const directory of upwards(start)) {
    // What lies inside `.flow` belongs to it and is no project of its own.
    if (path.basename(directory) === '.flow' && isFlowDirectory(directory)) return directory;
    const candidate = path.join(directory, '.flow');
    if (isFlowDirectory(candidate)) return candidate;
  }
  return null;
}

/** `~/.flow` may hold only the memory of other tools, by project; that is no project. */
function isFlowDirectory(directory: string): boolean {
  if (!isDirectory(directory)) return false;
  const names = namesIn(directory);
  if (!names.includes('projects')) return true;
  return ['meta.json', 'epics', 'specs', 'tasks'].some((name) => names.includes(name));
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}
