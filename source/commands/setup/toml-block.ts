/** A block of our own at the end of a TOML file, between marks, so that it can be taken out exactly. */
import { FlowdeckError } from '../../domain/errors.js';

const begin = '# >>> flowdeck >>>';
const end = '# <<< flowdeck <<<';

/**
 * Whether a TOML text defines `[parent.name]`, in any of the ways in which that is written: a second definition would
 * make the whole file invalid.
 * @throws FlowdeckError `setup.unreadable` where the parent is one closed value to which nothing can be added
 */
export function definesTable(text: string, parent: string, name: string): boolean {
  const key = (word: string): string => `(?:${word}|"${word}"|'${word}')`;
  const path = `${key(parent)}\\s*\\.\\s*${key(name)}`;
  if (new RegExp(`^\\s*(?:\\[\\s*)?${path}\\s*[\\].=]`, 'm').test(text)) return true;
  const closed = new RegExp(`^\\s*${key(parent)}\\s*=[^\\n]*`, 'm').exec(text)?.[0];
  if (closed !== undefined) {
    if (new RegExp(`[{,]\\s*${key(name)}\\s*=`).test(closed)) return true;
    throw new FlowdeckError(
      'setup.unreadable',
      `${parent} stands in one line, to which no table can be added: make it a table [${parent}.NAME] for each.`,
    );
  }
  const table = new RegExp(
    `^\\s*\\[\\s*${key(parent)}\\s*\\]\\s*$([^]*?)(?=^\\s*\\[|$(?![^]))`,
    'm',
  ).exec(text)?.[1];
  return table !== undefined && new RegExp(`^\\s*${key(name)}\\s*[.=]`, 'm').test(table);
}

export function withBlock(text: string, lines: readonly string[]): string {
  const block = [begin, ...lines, end, ''].join('\n');
  return text === '' ? block : `${text}\n${block}`;
}

export function withoutBlock(text: string): string {
  const start = text.indexOf(begin);
  const stop = text.indexOf(end, start);
  if (start < 0 || stop < 0) return text;
  // With the line break that was put in front of it, and the one behind it.
  const before = text.slice(0, start).replace(/\n$/, '');
  return before + text.slice(stop + end.length).replace(/^\r?\n/, '');
}
