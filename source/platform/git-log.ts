/** What git knows of a repository's past; the only place that starts git. */
import { runProgram, type ProcessOptions } from './programs.js';

export interface Commit {
  readonly hash: string;
  /** ISO 8601 with the author's own zone. */
  readonly at: string;
  readonly subject: string;
  /** The whole message below the subject, trailers included. */
  readonly body: string;
}

type Place = Pick<ProcessOptions, 'directory' | 'environment'>;

const fieldEnd = '\u001f';
const recordEnd = '\u001e';

/** What nobody has committed to a branch: stashes repeat subjects, notes are about other commits. */
const notHistory = ['--exclude=refs/stash', '--exclude=refs/notes/*'];

/** Commits of all branches, newest first; null where there is no repository or git is missing. */
export async function listCommits(place: Place): Promise<readonly Commit[] | null> {
  const format = ['%H', '%aI', '%s', '%b'].join('%x1f') + '%x1e';
  const log = await runProgram(
    'git',
    ['log', ...notHistory, '--all', '--no-color', '--no-show-signature', `--format=${format}`],
    place,
  );
  if (log.code !== 0) return null;
  return log.stdout.split(recordEnd).flatMap((record) => {
    const [hash = '', at = '', subject = '', body = ''] = record.split(fieldEnd);
    return hash.trim() === '' ? [] : [{ hash: hash.trim(), at, subject, body: body.trim() }];
  });
}

/** Whether the repository holds only the end of its history. */
export async function isShallow(place: Place): Promise<boolean> {
  const answer = await runProgram('git', ['rev-parse', '--is-shallow-repository'], place);
  return answer.stdout.trim() === 'true';
}

/** The commit that is checked out; null where there is none. */
export async function headRevision(place: Place): Promise<string | null> {
  const head = await runProgram('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], place);
  return head.code === 0 ? head.stdout.trim() || null : null;
}

export interface BranchChanges {
  /** What the branch is compared with; `HEAD` where no main branch is known. */
  readonly main: string;
  /** The commit that the branch left the main one at. */
  readonly baseRevision: string;
  /** One commit a line, newest first. */
  readonly log: string;
  /** The files with how much changed in each. */
  readonly stat: string;
}

/** What lies on a branch and not on the main one; an error where git fails, with what it said. */
export async function branchChanges(place: Place, branch: string): Promise<BranchChanges> {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, output } = await runProgram('git', args, place);
    if (code === 0) return stdout.trimEnd();
    const [said = ''] = output.trim().split('\n');
    throw new Error(`git ${args[0] ?? ''} failed: ${said || `it ended with ${code}`}`);
  };
  const refs = await git('for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes');
  const known = new Set(refs.split('\n'));
  const candidates = [...(await namedMainBranches(place)), ...usualMainBranches];
  const main = candidates.find((name) => known.has(name) && name !== branch) ?? 'HEAD';
  const baseRevision = await git('merge-base', main, branch);
  const range = `${baseRevision}..${branch}`;
  return {
    main,
    baseRevision,
    log: await git('log', '--oneline', '--no-color', range),
    stat: await git('diff', '--stat', '--no-color', range),
  };
}

/** A main branch may be called anything: the clone knows that of its origin, the configuration that of new repositories. */
async function namedMainBranches(place: Place): Promise<readonly string[]> {
  const said = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout } = await runProgram('git', args, place);
    return code === 0 ? stdout.trim() : '';
  };
  const ofOrigin = await said('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  const configured = await said('config', '--get', 'init.defaultBranch');
  return [ofOrigin.replace(/^origin\//, ''), ofOrigin, configured].filter((name) => name !== '');
}

const usualMainBranches = ['main', 'master', 'origin/main', 'origin/master', 'trunk', 'develop'];
