/** The lines below a list that tell more of the row under the cursor. */
import type { Line, PaneSize } from '../line.js';
import { span } from '../spans.js';

/** With the empty line above it, from large to small. */
const heights = [7, 5] as const;

/** The list keeps at least as many lines as the preview takes, and twice as many where that is much. */
export function previewHeight({ rows }: PaneSize): number {
  const [large, small] = heights;
  if (rows >= 3 * large) return large;
  return rows >= 2 * small ? small : 0;
}

/** How many rows of the list fit above it. */
export function listRows(size: PaneSize): number {
  return Math.max(0, size.rows - previewHeight(size));
}

/** The rows of the list, and below them at the pane's foot what is told of one of them. */
export function withPreview(
  rows: readonly Line[],
  preview: readonly Line[],
  size: PaneSize,
  ellipsis: string,
): Line[] {
  const height = previewHeight(size);
  if (height === 0 || preview.length === 0) return [...rows];
  const shown = preview.slice(0, height - 1);
  const lastLine = shown.at(-1);
  if (preview.length > shown.length && lastLine !== undefined) {
    shown[shown.length - 1] = [...lastLine, span(` ${ellipsis}`, 'muted')];
  }
  const free = listRows(size) - rows.length;
  return [...rows, ...Array.from({ length: free + 1 }, () => []), ...shown];
}
