/** How far one short text is from another. */

/**
 * The number of insertions, deletions, replacements and swaps of neighbours between two texts.
 * @param limit beyond it the answer is only known to be more: `limit + 1`
 */
export function editDistance(left: string, right: string, limit = Infinity): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[right.length] ?? 0, limit + 1);
}

/**
 * The candidates most like the text, best first; those that differ in more than half of it are left out, unless one
 * begins with the other.
 */
export function nearest(text: string, candidates: readonly string[], count: number): string[] {
  const limit = Math.max(2, Math.floor(text.length / 2));
  return candidates
    .map((candidate) => {
      const begins = candidate.startsWith(text) || text.startsWith(candidate);
      return { candidate, distance: begins ? 0.5 : editDistance(text, candidate, limit) };
    })
    .filter(({ distance }) => distance <= limit)
    .sort(
      (left, right) =>
        left.distance - right.distance ||
        left.candidate.length - right.candidate.length ||
        (left.candidate < right.candidate ? -1 : 1),
    )
    .slice(0, count)
    .map(({ candidate }) => candidate);
}
