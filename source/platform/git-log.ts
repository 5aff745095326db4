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

/** Commits of all branches, newest first; null where there is no repository or git is missing. */
export async function listCommits(place: Place): Promise<readonly Commit[] | null> {
  const format = ['%H', '%aI', '%s', '%b'].join('%x1f') + '%x1e';
  const log = await runProgram(
    'git',
    ['log', '--all', '--no-color', '--no-show-signature', `--format=${format}`],
    place,
  );
  if (log.code !== 0) return null;
  return log.stdout.split(recordEnd).flatMap((record) => {
    const [hash = '', at = '', subject = '', body = ''] = record.split(fieldEnd);
    return hash.trim() === '' ? [] : [{ hash: hash.trim(), at, subject, body: body.trim() }];
  });
}

/** The commit that is checked out; null where there is none. */
export async function headRevision(place: Place): Promise<string | null> {
  const head = await runProgram('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], place);
  return head.code === 0 ? head.stdout.trim() || null : null;
}
