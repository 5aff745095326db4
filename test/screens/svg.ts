/** A screen as a picture made of its cells, with the colours that the terminal was asked for. */
import { continued, type Grid } from '../../source/tui/cells/grid.js';
import type { Style } from '../../source/tui/cells/style.js';

const cellWidth = 8.4;
const cellHeight = 17;
const margin = 10;
const background = '#16181d';
const foreground = '#d7dae0';

export function gridSvg(grid: Grid): string {
  const { columns, rows } = grid;
  const width = Math.ceil(columns * cellWidth + 2 * margin);
  const height = rows * cellHeight + 2 * margin;
  const runs = Array.from({ length: rows }, (_, row) => rowRuns(grid, row)).flat();
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">`,
    `<rect width="100%" height="100%" rx="6" fill="${background}"/>`,
    ...runs.map(runSvg),
    '</svg>',
    '',
  ].join('\n');
}

interface Run {
  readonly row: number;
  readonly column: number;
  readonly cells: number;
  readonly text: string;
  readonly style: Style;
}

/** Neighbouring cells of one look; the blank plain ones draw nothing. */
function rowRuns({ columns, texts, styles }: Grid, row: number): Run[] {
  const runs: { row: number; column: number; cells: number; text: string; style: Style }[] = [];
  for (let column = 0; column < columns; column += 1) {
    const index = row * columns + column;
    const [text, style] = [texts[index], styles[index]];
    const last = runs.at(-1);
    if (text === undefined || style === undefined) continue;
    if (last && (text === continued || last.style === style)) {
      last.cells += 1;
      last.text += text;
    } else runs.push({ row, column, cells: 1, text, style });
  }
  return runs.filter(({ text, style }) => text.trim() !== '' || style.attributes.has(7));
}

function runSvg({ row, column, cells, text, style }: Run): string {
  const { attributes } = style;
  const colour = colourOf(style.foreground);
  const isInverse = attributes.has(7);
  const x = (margin + column * cellWidth).toFixed(1);
  const y = margin + row * cellHeight;
  const width = (cells * cellWidth).toFixed(1);
  const looks = [
    `fill="${isInverse ? background : colour}"`,
    ...(attributes.has(1) ? ['font-weight="bold"'] : []),
    ...(attributes.has(2) ? ['opacity="0.6"'] : []),
    ...(attributes.has(4) ? ['text-decoration="underline"'] : []),
  ].join(' ');
  const bar = isInverse
    ? `<rect x="${x}" y="${y}" width="${width}" height="${cellHeight}" fill="${colour}"/>`
    : '';
  return `${bar}<text x="${x}" y="${y + 13}" textLength="${width}" xml:space="preserve" ${looks}>${escaped(text)}</text>`;
}

/** `38;2;r;g;b` as the theme's full colours are written. */
function colourOf(parameters: string): string {
  const [, kind, red, green, blue] = parameters.split(';');
  return kind === '2' ? `rgb(${red ?? 0},${green ?? 0},${blue ?? 0})` : foreground;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
