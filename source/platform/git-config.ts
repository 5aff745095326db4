/** A reader of git's configuration files, as far as finding a value needs it; git itself is not spawned. */
import path from 'node:path';
import type { Environment } from './environment.js';
import { readText, withoutLinks } from './files.js';
import { commonDirectoryOf } from './git-directory.js';
import { homeDirectory, xdgDirectory } from './xdg.js';

interface Entry {
  /** `section.key` or `section.subsection.key`, the section and the key in lower case. */
  readonly name: string;
  readonly value: string;
}

interface Surroundings {
  readonly environment: Environment;
  readonly gitDirectory: string | null;
  /** Of all remotes, for the includes that ask about them. */
  remoteUrls(): readonly string[];
}

/** Git gives up at the same depth. */
const deepestInclude = 10;

/** The last value of each name, from the files git would read for this repository in git's order. */
export function readGitConfig(
  environment: Environment,
  gitDirectory: string | null,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let urls: readonly string[] | null = null;
  // What such a condition asks about may stand behind it, so all is read once without.
  const remoteUrls = (): readonly string[] =>
    (urls ??= remoteUrlsIn({ environment, gitDirectory, remoteUrls: () => [] }));
  const surroundings = { environment, gitDirectory, remoteUrls };
  readFiles(surroundings, (name, value) => values.set(name, value));
  for (const { name, value } of entriesOfEnvironment(environment)) values.set(name, value);
  return values;
}

type Take = (name: string, value: string) => void;

function readFiles(surroundings: Surroundings, take: Take): void {
  const { environment, gitDirectory } = surroundings;
  let perWorktree: string | undefined;
  const read = (file: string): void =>
    readInto(
      (name, value) => {
        if (name === 'extensions.worktreeconfig') perWorktree = value;
        take(name, value);
      },
      file,
      surroundings,
      0,
    );
  systemFiles(environment).forEach(read);
  globalFiles(environment).forEach(read);
  if (gitDirectory === null) return;
  read(path.join(commonDirectoryOf(gitDirectory), 'config'));
  if (isTrue(perWorktree)) read(path.join(gitDirectory, 'config.worktree'));
}

function remoteUrlsIn(surroundings: Surroundings): readonly string[] {
  const urls: string[] = [];
  readFiles(surroundings, (name, value) => {
    if (/^remote\..+\.url$/s.test(name)) urls.push(value);
  });
  return urls;
}

function systemFiles(environment: Environment): readonly string[] {
  if (isTrue(environment['GIT_CONFIG_NOSYSTEM'])) return [];
  const named = environment['GIT_CONFIG_SYSTEM'];
  return named === undefined ? ['/etc/gitconfig', '/usr/local/etc/gitconfig'] : [named];
}

function globalFiles(environment: Environment): readonly string[] {
  const named = environment['GIT_CONFIG_GLOBAL'];
  if (named !== undefined) return [named];
  const configuration = xdgDirectory('XDG_CONFIG_HOME', environment);
  const home = homeDirectory(environment);
  return [
    ...(configuration === null ? [] : [path.join(configuration, 'git', 'config')]),
    ...(home === null ? [] : [path.join(home, '.gitconfig')]),
  ];
}

/** GIT_CONFIG_COUNT, GIT_CONFIG_KEY_0, GIT_CONFIG_VALUE_0, … */
function entriesOfEnvironment(environment: Environment): readonly Entry[] {
  const count = Math.min(Number(environment['GIT_CONFIG_COUNT'] ?? 0) || 0, 1000);
  return Array.from({ length: count }, (_, index) => ({
    name: normaliseName(environment[`GIT_CONFIG_KEY_${index}`] ?? ''),
    value: environment[`GIT_CONFIG_VALUE_${index}`] ?? '',
  })).filter(({ name }) => name !== '');
}

function readInto(take: Take, file: string, surroundings: Surroundings, depth: number): void {
  const text = readText(file);
  if (text === null) return;
  for (const { name, value } of parseGitConfig(text)) {
    take(name, value);
    if (depth < deepestInclude && includes(name, file, surroundings)) {
      readInto(take, includedFile(value, file, surroundings.environment), surroundings, depth + 1);
    }
  }
}

/** Whether an entry includes another file here: `include.path`, or `includeIf.CONDITION.path` whose condition holds. */
function includes(name: string, file: string, surroundings: Surroundings): boolean {
  if (name === 'include.path') return true;
  const condition = /^includeif\.(.+)\.path$/s.exec(name)?.[1];
  const url = /^hasconfig:remote\.\*\.url:(.+)$/s.exec(condition ?? '')?.[1];
  if (url !== undefined) {
    const expression = globExpression(url, false);
    return surroundings.remoteUrls().some((each) => expression.test(each));
  }
  const [, kind, pattern] = /^(gitdir|gitdir\/i|onbranch):(.+)$/s.exec(condition ?? '') ?? [];
  if (kind === undefined || pattern === undefined || surroundings.gitDirectory === null)
    return false;
  if (kind === 'onbranch') return matchesBranch(pattern, surroundings.gitDirectory);
  return matchesDirectory(pattern, kind === 'gitdir/i', file, surroundings);
}

function matchesDirectory(
  pattern: string,
  ignoreCase: boolean,
  file: string,
  { environment, gitDirectory }: Surroundings,
): boolean {
  if (gitDirectory === null) return false;
  let glob = pattern;
  if (glob.startsWith('~/')) glob = path.join(homeDirectory(environment) ?? '~', glob.slice(1));
  else if (glob.startsWith('./')) glob = path.join(path.dirname(withoutLinks(file)), glob.slice(1));
  else if (!path.isAbsolute(glob)) glob = `**/${glob}`;
  // path.join drops the slash that says "all below".
  if (pattern.endsWith('/')) glob = `${glob.replace(/\/$/, '')}/**`;
  const expression = globExpression(glob, ignoreCase);
  return [gitDirectory, withoutLinks(gitDirectory)].some((directory) => expression.test(directory));
}

function matchesBranch(pattern: string, gitDirectory: string): boolean {
  const head = readText(path.join(gitDirectory, 'HEAD'));
  const branch = /^ref: refs\/heads\/(.+?)\s*$/.exec(head ?? '')?.[1];
  if (branch === undefined) return false;
  return globExpression(pattern.endsWith('/') ? `${pattern}**` : pattern, false).test(branch);
}

/** Git's path patterns: `*` and `?` stay inside one part, `**` spans parts. */
function globExpression(glob: string, ignoreCase: boolean): RegExp {
  const source = glob.replace(/\*\*\/|\/\*\*|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '/**') return '/.*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '');
}

function includedFile(value: string, file: string, environment: Environment): string {
  if (value.startsWith('~/')) return path.join(homeDirectory(environment) ?? '~', value.slice(2));
  return path.resolve(path.dirname(file), value);
}

/** The entries of a configuration file in order; lines that are none are passed over, as nothing here depends on them. */
export function parseGitConfig(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let section = '';
  // A backslash at the end of a line continues it.
  for (const line of text
    .replace(/^\uFEFF/, '')
    .replace(/\\\r?\n/g, '')
    .split(/\r?\n/)) {
    const header = /^\s*\[\s*([\w.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\](.*)$/.exec(line);
    const [, name = '', subsection, rest] = header ?? [];
    if (header) {
      section = name.toLowerCase();
      if (subsection !== undefined) section += `.${subsection.replace(/\\(.)/g, '$1')}`;
    }
    const assignment = /^\s*([A-Za-z][\w-]*)\s*(?:=(.*))?$/.exec(rest ?? line);
    if (section === '' || !assignment) continue;
    const [, key = '', value] = assignment;
    entries.push({
      name: `${section}.${key.toLowerCase()}`,
      // A key alone is true.
      value: value === undefined ? 'true' : unquote(value),
    });
  }
  return entries;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };

/** A value without quotes, escapes, comment and surrounding blanks. */
function unquote(raw: string): string {
  let value = '';
  let kept = 0;
  let quoted = false;
  for (let index = 0; index < raw.length; index += 1) {
    const character = raw.charAt(index);
    if (character === '\\') {
      index += 1;
      const escaped = raw.charAt(index);
      value += escapes[escaped] ?? escaped;
      kept = value.length;
    } else if (character === '"') {
      quoted = !quoted;
      kept = value.length;
    } else if (!quoted && (character === '#' || character === ';')) {
      break;
    } else {
      if (value === '' && !quoted && /\s/.test(character)) continue;
      value += character;
      if (quoted || !/\s/.test(character)) kept = value.length;
    }
  }
  return value.slice(0, kept);
}

function normaliseName(name: string): string {
  const first = name.indexOf('.');
  const last = name.lastIndexOf('.');
  if (first < 0) return '';
  return `${name.slice(0, first).toLowerCase()}${name.slice(first, last)}.${name.slice(last + 1).toLowerCase()}`;
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(true|yes|on|1)$/i.test(value);
}
