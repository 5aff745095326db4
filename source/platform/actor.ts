/** Who acts: the name that claims and events are recorded under. */
import type { Environment } from './environment.js';
import { readGitConfig } from './git-config.js';

export interface ActorQuestion {
  /** The value of `--actor`. */
  readonly flag?: string | undefined;
  readonly environment: Environment;
  /** The worktree's git directory, for the repository's own configuration; null outside git. */
  readonly gitDirectory: string | null;
}

let remembered: { readonly environment: Environment; readonly names: Map<string, string> } | null =
  null;

/**
 * The first that is given: the flag, FLOW_ACTOR, git's user.email, git's user.name, USER, `unknown`.
 * Git's configuration is read once for each repository.
 */
export function findActor({ flag, environment, gitDirectory }: ActorQuestion): string {
  return (
    namedActor({ flag, environment }) ??
    nameInGit(environment, gitDirectory) ??
    given(environment['USER']) ??
    given(environment['USERNAME']) ??
    'unknown'
  );
}

/** The name that somebody gave on purpose: the flag, else FLOW_ACTOR. */
export function namedActor({
  flag,
  environment,
}: Pick<ActorQuestion, 'flag' | 'environment'>): string | undefined {
  return given(flag) ?? given(environment['FLOW_ACTOR']);
}

function nameInGit(environment: Environment, gitDirectory: string | null): string | undefined {
  const key = gitDirectory ?? '';
  if (remembered?.environment !== environment) remembered = { environment, names: new Map() };
  let name = remembered.names.get(key);
  if (name === undefined) {
    const values = readGitConfig(environment, gitDirectory);
    name = given(values.get('user.email')) ?? given(values.get('user.name')) ?? '';
    remembered.names.set(key, name);
  }
  return given(name);
}

function given(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}
