/** Where what belongs to one person lies, by the XDG base directory rules: only absolute values count. */
import path from 'node:path';
import type { Environment } from './environment.js';

const fallbacks = {
  XDG_CONFIG_HOME: '.config',
  XDG_STATE_HOME: path.join('.local', 'state'),
  XDG_DATA_HOME: path.join('.local', 'share'),
  XDG_CACHE_HOME: '.cache',
} as const;
type XdgVariable = keyof typeof fallbacks;

/** The user's home, or null where the environment names none. */
export function homeDirectory(environment: Environment): string | null {
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  return home !== undefined && path.isAbsolute(home) ? home : null;
}

/** One of the XDG directories itself; null without a home. */
export function xdgDirectory(variable: XdgVariable, environment: Environment): string | null {
  const named = environment[variable];
  if (named !== undefined && path.isAbsolute(named)) return named;
  const home = homeDirectory(environment);
  return home === null ? null : path.join(home, fallbacks[variable]);
}

/** flowdeck's own folder in one of the XDG directories; not created. Null without a home. */
export function personalDirectory(variable: XdgVariable, environment: Environment): string | null {
  const base = xdgDirectory(variable, environment);
  return base === null ? null : path.join(base, 'flowdeck');
}
