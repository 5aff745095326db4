import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellWriter } from '../../../source/tui/cells/cell-writer.js';
import { displayWidth, sanitise } from '../../../source/platform/terminal-text.js';
import type { Size } from '../../../source/tui/layout.js';

const size = { columns: 24, rows: 6 };
const escape = '\u001b';

/** A terminal that shows what it was sent, character by character with its looks. */
class Emulator {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor({ columns, rows }: Size) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  }

  async send(data: string): Promise<void> {
    await new Promise<void>((resolve) => this.#terminal.write(data, resolve));
  }

  /** Per row its cells; colours and boldness of spaces are left out, as nobody sees them. */
  cells(): string[][] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, row) =>
      Array.from({ length: this.#terminal.cols }, (_, column) => {
        const cell = active.getLine(active.viewportY + row)?.getCell(column);
        if (!cell) return '';
        const text = cell.getChars() || (cell.getWidth() === 0 ? '' : ' ');
        const seen = [cell.isUnderline(), cell.isInverse(), cell.isStrikethrough()];
        const back = cell.isBgDefault() ? '' : `${cell.getBgColorMode()}:${cell.getBgColor()}`;
        const fore = cell.isFgDefault() ? '' : `${cell.getFgColorMode()}:${cell.getFgColor()}`;
        const shape = [cell.isBold(), cell.isDim(), cell.isItalic()].map((on) => (on ? 1 : 0));
        const onText = text === ' ' && !seen.some(Boolean) ? '' : `${shape.join('')} ${fore}`;
        return `${text} ${seen.map((on) => (on ? 1 : 0)).join('')} ${onText} ${back}`;
      }),
    );
  }
}

/** Spans of text with SGR around them, as Ink writes them. */
const backgrounds = [
  ['44', '49'],
  ['48;5;17', '49'],
];
const looks = [
  ['', ''],
  ['1', '22'],
  ['2', '22'],
  ['7', '27'],
  ['4', '24'],
  ['31', '39'],
  ['38;2;59;130;246', '39'],
  ['38;5;200', '39'],
  ['1;34', '22;39'],
  ['1;2;9', '0'],
];
const narrow = ['a', 'b', ' ', ' ', '│', '─', 'e\u0301', 'й', '✓', '·'];
const wide = ['漢', '字'];

function spanOf(
  characters: readonly string[],
  parameters: readonly (readonly string[])[],
): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...parameters),
      fc.array(fc.constantFrom(...characters), { maxLength: 8 }),
    )
    .map(([[on = '', off = ''], text]) =>
      on === '' ? text.join('') : `${escape}[${on}m${text.join('')}${escape}[${off}m`,
    );
}

const span = spanOf([...narrow, ...wide], [...looks, ...backgrounds]);
const line = fc.array(span, { maxLength: 3 }).map((spans) => spans.join(''));
const frame = fc.array(line, { maxLength: size.rows });

/** A whole frame, row by row from the top, with what was there erased first. */
function whole(lines: readonly string[]): string {
  const rows = Array.from({ length: size.rows }, (_, row) => `${escape}[2K${lines[row] ?? ''}`);
  return `${escape}[H${rows.join(`${escape}[E`)}`;
}

/** What Ink writes for a frame after another: only the lines that changed. */
function incremental(before: readonly string[], lines: readonly string[]): string {
  const rows = Array.from({ length: size.rows }, (_, row) =>
    before[row] === lines[row] ? '' : `${escape}[1G${lines[row] ?? ''}${escape}[K`,
  );
  return `${escape}[${size.rows}A${rows.join(`${escape}[E`)}`;
}

/** As long as the row at most, so that what a terminal does at its edge does not matter here. */
const fitting = frame.map((lines) => lines.filter((text) => cellsOf(text) <= size.columns));

function cellsOf(text: string): number {
  return displayWidth(sanitise(text));
}

describe('the cell writer', () => {
  it('shows after any frames what the last one alone would show', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fitting, { minLength: 1, maxLength: 6 }), async (frames) => {
        const writer = new CellWriter(size);
        const stepwise = new Emulator(size);
        let before: readonly string[] = [];
        for (const lines of frames) {
          writer.draw(incremental(before, lines));
          await stepwise.send(writer.changes());
          before = lines;
        }
        const direct = new Emulator(size);
        await direct.send(whole(before));
        expect(stepwise.cells()).toEqual(direct.cells());
      }),
    );
  });

  it('shows what the terminal would have shown without it', async () => {
    const sequence = fc.oneof(
      // Terminals differ in what is left of a wide character that is overwritten in part, and in the background of
      // what they erase: Ink does neither.
      { weight: 4, arbitrary: spanOf(narrow, looks) },
      fc.constantFrom('\r\n', `${escape}[E`, `${escape}[K`, `${escape}[2K`),
      fc.constantFrom(`${escape}[J`, `${escape}[2J`, `${escape}[H`, `${escape}[G`),
      fc
        .tuple(fc.nat(9), fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G'))
        .map(([count, final]) => `${escape}[${count}${final}`),
      fc.tuple(fc.nat(7), fc.nat(25)).map(([row, column]) => `${escape}[${row};${column}H`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(sequence, { maxLength: 8 }), { maxLength: 5 }),
        async (writes) => {
          const writer = new CellWriter(size);
          const through = new Emulator(size);
          const direct = new Emulator(size);
          for (const write of writes) {
            writer.draw(write.join(''));
            await through.send(writer.changes());
            await direct.send(write.join(''));
          }
          expect(through.cells()).toEqual(direct.cells());
        },
      ),
    );
  });

  it('sends nothing for a frame that looks the same', () => {
    const writer = new CellWriter(size);
    writer.draw(whole(['one', `${escape}[1mtwo${escape}[22m`]));
    writer.changes();
    writer.draw(whole(['one', `${escape}[0;1mtwo${escape}[0m  `]));
    expect(writer.changes()).toBe('');
  });

  it('sends only the cells that changed', () => {
    const writer = new CellWriter(size);
    writer.draw(`${escape}[H│ 41 │ a title │`);
    writer.changes();
    writer.draw(`${escape}[H│ 42 │ a title │`);
    expect(writer.changes()).toBe(`${escape}[1;4H2`);
  });

  it('erases the rest of a row that became shorter', () => {
    const writer = new CellWriter(size);
    writer.draw('a long title');
    writer.changes();
    writer.draw(`${escape}[Ga${escape}[K`);
    expect(writer.changes()).toBe(`${escape}[1;2H${escape}[K`);
  });

  it('sends everything again after it began anew, at another size too', async () => {
    const writer = new CellWriter({ columns: 80, rows: 24 });
    writer.draw('before');
    writer.changes();
    writer.reset(size);
    writer.draw('after');
    const terminal = new Emulator(size);
    await terminal.send(writer.changes());
    expect(
      terminal
        .cells()[0]
        ?.slice(0, 5)
        .map((cell) => cell[0])
        .join(''),
    ).toBe('after');
  });

  it('hands modes on as they are and keeps what it does not know from the terminal', () => {
    const writer = new CellWriter(size);
    writer.draw(`${escape}[?25l${escape}]0;title\u0007${escape}[6n`);
    const sent = writer.changes();
    expect(sent.startsWith(`${escape}[?25l`)).toBe(true);
    expect(sent).not.toContain('[6n');
  });

  it('leaves nothing behind a character that the terminal draws narrower than it is', async () => {
    const writer = new CellWriter(size);
    const terminal = new Emulator(size);
    for (const text of ['xxxxxx', '👩‍👩‍👧‍👦 xxx', '1️⃣ xxx']) {
      writer.draw(`${escape}[G${text}`);
      await terminal.send(writer.changes());
    }
    const row =
      terminal
        .cells()[0]
        ?.map((cell) => cell[0])
        .join('') ?? '';
    expect(row.slice(3, 6)).toBe('xxx');
    expect(row.slice(1, 3)).not.toContain('x');
  });
});
