/**
 * Widths in terminal cells. Intl.Segmenter takes time quadratic in the length of its text on Node 20, so it sees only
 * short pieces, and only where a text holds more than plainly narrow characters.
 */
import stringWidth from 'string-width';

/** Longest piece handed to the segmenter, in UTF-16 units. */
const pieceLength = 64;
/** A cluster longer than this is no writing; it is taken apart here. */
const longestCluster = 256;
const rememberedClusters = 4096;

/** Characters that take one cell each and join with nothing: ASCII, Latin, Greek, Cyrillic, dashes, arrows, box drawing. */
const narrowRun =
  /[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u2010-\u2013\u2018-\u2027\u2190-\u21ff\u2500-\u25fc]+/y;

const segmenter = new Intl.Segmenter();
const widths = new Map<string, number>();

export function widthOf(text: string): number {
  return fit(text, 0, Infinity).width;
}

/**
 * How far a text fits into a number of cells.
 * @param start index of the first character, at the beginning of a cluster
 * @returns `end`: the index behind the last cluster that fits (and the zero-width ones behind it); `width`: the cells up to there
 */
export function fit(text: string, start: number, columns: number): { end: number; width: number } {
  let end = start;
  let width = 0;
  while (end < text.length) {
    const run = narrowEnd(text, end);
    if (run > end) {
      const room = columns - width;
      if (run - end > room) return { end: end + room, width: columns };
      width += run - end;
      end = run;
      continue;
    }
    for (const cluster of nextClusters(text, end)) {
      const clusterWidth = widthOfCluster(cluster);
      if (width + clusterWidth > columns) return { end, width };
      width += clusterWidth;
      end += cluster.length;
    }
  }
  return { end, width };
}

/** Calls back with every cluster of a text and the cells that it takes. */
export function eachCluster(text: string, visit: (cluster: string, width: number) => void): void {
  let index = 0;
  while (index < text.length) {
    const run = narrowEnd(text, index);
    for (; index < run; index += 1) visit(text.charAt(index), 1);
    if (index === text.length) return;
    for (const cluster of nextClusters(text, index)) {
      visit(cluster, widthOfCluster(cluster));
      index += cluster.length;
    }
  }
}

/** The cluster that begins at an index within the text. */
export function clusterAt(text: string, start: number): string {
  return nextClusters(text, start)[0] ?? text.slice(start);
}

/** Where a run of narrow characters ends. Its last is left to the segmenter unless nothing can join it. */
function narrowEnd(text: string, start: number): number {
  narrowRun.lastIndex = start;
  if (!narrowRun.test(text)) return start;
  const end = narrowRun.lastIndex;
  return end === text.length ? end : end - 1;
}

/** Whole clusters from a place on, at least one: as many as a short piece of the text holds. */
function nextClusters(text: string, start: number): string[] {
  for (let length = pieceLength; ; length = longestCluster) {
    const { end, complete } = nextPiece(text, start, length);
    const clusters = Array.from(
      segmenter.segment(text.slice(start, end)),
      ({ segment }) => segment,
    );
    if (complete) return clusters;
    // What comes behind the piece may belong to its last cluster.
    if (clusters.length > 1) return clusters.slice(0, -1);
    if (length === longestCluster) return clusters;
  }
}

/**
 * A piece of about that length, not ending between the halves of a surrogate pair. It is complete where the text ends
 * or ASCII follows: terminals begin a new cell there whatever came before.
 */
function nextPiece(
  text: string,
  start: number,
  length: number,
): { end: number; complete: boolean } {
  const limit = Math.min(start + length, text.length);
  for (let end = start + 1; end < limit; end += 1) {
    if (isPrintableAscii(text.charCodeAt(end))) return { end, complete: true };
  }
  if (limit === text.length) return { end: limit, complete: true };
  return { end: isHighSurrogate(text.charCodeAt(limit - 1)) ? limit + 1 : limit, complete: false };
}

function isPrintableAscii(code: number): boolean {
  return code >= 0x20 && code <= 0x7e;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function widthOfCluster(cluster: string): number {
  const known = widths.get(cluster);
  if (known !== undefined) return known;
  const width = stringWidth(cluster);
  if (widths.size >= rememberedClusters) widths.clear();
  widths.set(cluster, width);
  return width;
}
