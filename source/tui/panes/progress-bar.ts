/** The tasks of an epic as a bar whose segments differ in character and role. */
import type { TaskCounts } from '../../domain/contract/rows.js';
import type { Glyphs } from '../glyphs.js';
import type { Line } from '../line.js';
import { span } from '../spans.js';

/** Tasks that nothing is left to do for. */
export function finishedCount({ byStatus }: TaskCounts): number {
  return byStatus.done + byStatus.skipped;
}

export function failedCount({ byStatus }: TaskCounts): number {
  return byStatus.failed + byStatus.upstream_failed;
}

export function progressBar(counts: TaskCounts, width: number, glyphs: Glyphs): Line {
  const segments = [
    { count: finishedCount(counts), glyph: glyphs.barFull, role: 'progressDone' },
    { count: counts.byStatus.in_progress, glyph: glyphs.barRunning, role: 'progressRunning' },
    { count: failedCount(counts), glyph: glyphs.barFailed, role: 'progressFailed' },
    { count: counts.hinted, glyph: glyphs.barHinted, role: 'progressHinted' },
  ] as const;
  const cells = shareCells(
    segments.map((segment) => segment.count),
    counts.total,
    width,
  );
  const used = cells.reduce((sum, each) => sum + each, 0);
  return [
    ...segments.map((segment, index) =>
      span(segment.glyph.repeat(cells[index] ?? 0), segment.role),
    ),
    span(glyphs.barEmpty.repeat(Math.max(0, width - used)), 'progressRest'),
  ].filter((each) => each.text !== '');
}

/**
 * Cells for each count out of `total`. What exists shows at least one cell, and the last cell fills only when nothing
 * is left, as far as the width allows both.
 */
export function shareCells(counts: readonly number[], total: number, width: number): number[] {
  if (total <= 0) return counts.map(() => 0);
  const cells = counts.map((count) =>
    count <= 0 ? 0 : Math.max(1, Math.floor((count * width) / total)),
  );
  const covered = counts.reduce((sum, count) => sum + Math.max(0, count), 0);
  const most = covered >= total ? width : Math.max(0, width - 1);
  let spare = most - cells.reduce((sum, each) => sum + each, 0);
  // What rounding left over goes to the largest, what is too much comes from there.
  while (spare !== 0) {
    const step = Math.sign(spare);
    if (step > 0 && covered < total) break;
    const largest = indexOfLargest(cells);
    if (largest < 0 || (step < 0 && (cells[largest] ?? 0) <= 0)) break;
    cells[largest] = (cells[largest] ?? 0) + step;
    spare -= step;
  }
  return cells;
}

function indexOfLargest(values: readonly number[]): number {
  let largest = -1;
  values.forEach((value, index) => {
    if (value > (values[largest] ?? 0)) largest = index;
  });
  return largest;
}
