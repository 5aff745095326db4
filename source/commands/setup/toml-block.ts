/** A block of our own at the end of a TOML file, between marks, so that it can be taken out exactly. */

const begin = '# >>> flowdeck >>>';
const end = '# <<< flowdeck <<<';

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
