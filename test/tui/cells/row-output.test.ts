import xterm from '@xterm/headless';
import fc from 'fast-check';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import RowOutput from '../../../source/tui/cells/row-output.js';
import '../../support/properties.js';

const width = 20;
const height = 3;
const escape = '\u001b';

interface Write {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

type Composer = new (size: { width: number; height: number }) => Pick<RowOutput, 'write' | 'get'>;

/** Ink does not export it. */
const inkModule = path.resolve('node_modules/ink/build/output.js');
const { default: InkOutput } = (await import(inkModule)) as { readonly default: Composer };

/** What a terminal shows of a frame, cell by cell with what can be seen of its looks. */
async function shown(Composing: Composer, writes: readonly Write[]): Promise<string[]> {
  const output = new Composing({ width, height });
  for (const { x, y, text } of writes) output.write(x, y, text, { transformers: [] });
  const frame = output.get();
  expect(frame.height).toBe(height);
  const terminal = new xterm.Terminal({ cols: width, rows: height, allowProposedApi: true });
  const text = `${escape}[?7l${frame.output.replaceAll('\n', '\r\n')}`;
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { active } = terminal.buffer;
  return Array.from({ length: width * height }, (_, index) => {
    const cell = active.getLine(Math.floor(index / width))?.getCell(index % width);
    const inverse = cell?.isInverse() ? ' inverse' : '';
    const bold = cell?.isBold() && cell.getChars().trim() !== '' ? ' bold' : '';
    return `${cell?.getChars() === '' ? ' ' : (cell?.getChars() ?? '')}${bold}${inverse}`;
  });
}

const styles = [
  ['', ''],
  [`${escape}[1m`, `${escape}[0m`],
  [`${escape}[7m`, `${escape}[27m`],
  [`${escape}[1;7m`, ''],
] as const;
const text = fc
  .tuple(
    fc.constantFrom(...styles),
    fc.array(fc.constantFrom('a', 'b', ' ', '│', '漢', '\n'), { maxLength: 9 }),
  )
  .map(([[on, off], characters]) => on + characters.join('') + off);
// A text that begins with a wide character's second half is cut differently by terminals; Ink places none there.
const write = fc.record({ x: fc.nat(width - 10), y: fc.nat(height - 1), text });

describe('the composer of rows', () => {
  it('gives frames that look like those of Ink, whatever lies over what', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 5 }), async (writes) => {
        expect(await shown(RowOutput, writes)).toEqual(await shown(InkOutput, writes));
      }),
    );
  });

  it('applies transformers line by line', () => {
    const output = new RowOutput({ width, height: 2 });
    output.write(0, 0, 'a\nb', { transformers: [(line, index) => `${line}${index}`] });
    expect(output.get().output).toBe('a0\nb1');
  });

  it('does not let an open style reach into what stands behind it', () => {
    const output = new RowOutput({ width, height: 1 });
    output.write(0, 0, `${escape}[1ma`, { transformers: [] });
    output.write(3, 0, 'b', { transformers: [] });
    expect(output.get().output).toBe(`${escape}[1ma${escape}[0m  b`);
  });
});
