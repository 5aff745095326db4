/** What a change of the screen costs at the least: the changed cells' own characters and looks. */
import { plain, transition, withParameters, type Style } from '../../source/tui/cells/style.js';
import type { TerminalCell } from '../support/pseudo-terminal.js';

/** The bytes of the cells that differ: their characters, and the styles of each run of them. */
export function ownBytes(
  before: readonly (readonly TerminalCell[])[],
  after: readonly (readonly TerminalCell[])[],
): number {
  let bytes = 0;
  let style = plain;
  after.forEach((row, y) =>
    row.forEach((cell, x) => {
      const old = before[y]?.[x];
      if (old?.text === cell.text && old.style === cell.style) return;
      const next: Style = cell.style === '' ? plain : withParameters(plain, cell.style);
      bytes += Buffer.byteLength(cell.text) + transition(style, next).length;
      style = next;
    }),
  );
  return bytes + transition(style, plain).length;
}
