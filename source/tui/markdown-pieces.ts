/**
 * Markdown cut into pieces that can be parsed one by one, so that a long document costs what is looked at.
 * The parser takes time quadratic in the length of some texts; short pieces bound that, too.
 */

/** A piece ends at the first good place beyond this many characters. */
const wantedLength = 4 * 1024;
/** Without a good place it ends here. */
const maximumLength = 32 * 1024;
/** Longer words are data, not text. */
const longWord = /\S{1000,}/g;
const shownOfLongWord = 200;

const fence = /^ {0,3}(`{3,}|~{3,})/;
const frontMatter =
  /^---[ \t]*\r?\n(?=[ \t]*(?:#|[\w"'-]+[ \t]*:))[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/;
const frontMatterLimit = 16 * 1024;

/** The text without a YAML front matter at its start. */
export function withoutFrontMatter(text: string): string {
  if (!text.startsWith('---')) return text;
  const match = frontMatter.exec(text.slice(0, frontMatterLimit));
  return match === null ? text : text.slice(match[0].length);
}

/** The pieces of a text, in order: cut at blank lines outside code where one is near, else at a line's end. */
export function* markdownPieces(text: string): Iterable<string> {
  let open: string | null = null;
  let piece = '';
  let afterBlank = false;
  for (const line of linesOf(text)) {
    const startsBlock = afterBlank && open === null && /^\S/.test(line);
    const goodPlace = startsBlock && piece.length >= wantedLength;
    if (piece !== '' && (goodPlace || piece.length + line.length > maximumLength)) {
      yield withoutLongWords(piece);
      // A piece that begins inside a code block says so itself.
      piece = open === null ? '' : `${open}\n`;
    }
    open = fenceAfter(open, line);
    afterBlank = line.trim() === '';
    piece += line;
  }
  if (piece !== '') yield withoutLongWords(piece);
}

/** Lines with their ends; a line beyond the longest piece comes in parts. */
function* linesOf(text: string): Iterable<string> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    for (let at = start; at < end; at += maximumLength) {
      yield text.slice(at, Math.min(end, at + maximumLength));
    }
    start = end;
  }
}

/** The marker of the code block that is open after a line; null outside of one. */
function fenceAfter(open: string | null, line: string): string | null {
  const marker = fence.exec(line)?.[1];
  if (marker === undefined) return open;
  if (open === null) return marker;
  const closes = marker.startsWith(open) && line.trim() === marker;
  return closes ? null : open;
}

function withoutLongWords(piece: string): string {
  return piece.replace(longWord, (word) => `${word.slice(0, shownOfLongWord)}...`);
}
