/** Longer than any id; what is longer is somebody's text in the wrong place. */
const longestWord = 100;
/** In characters, for `quoted`. */
export const longestPath = 300;

/** What somebody typed, as a sentence names it: cut where it is long, on one line, in quotes where its ends would not be seen. */
export function quoted(text: string, longest = longestWord): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut === '' || /\s/.test(cut) ? `"${cut.replace(/\s+/g, ' ')}"` : cut;
}
