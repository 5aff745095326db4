/** What went wrong with a file, in words of one's own language instead of the system's. */
import { messageOf } from './errors.js';
import { longestPath, quoted } from './quote.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no file',
  ENOTDIR: 'there is no file',
  EISDIR: 'it is a directory:',
  EACCES: 'you may not read',
  EPERM: 'you may not read',
  EEXIST: 'there is a file in its way:',
  ENAMETOOLONG: 'no file can have so long a name:',
};

/** Why a file cannot be read or written, as the end of a sentence. */
export function whyNot(error: unknown, file: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code];
  return reason === undefined ? messageOf(error) : `${reason} ${quoted(file, longestPath)}`;
}
