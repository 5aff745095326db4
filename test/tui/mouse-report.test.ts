import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputParser, type InputEvent } from '../../source/tui/input.js';

const escape = '\u001b';

function read(chunk: string): readonly InputEvent[] {
  return new InputParser().push(chunk).events;
}

describe('reports of the mouse', () => {
  it.each([
    ['<0;10;20M', 'press', 'left', 9, 19, []],
    ['<1;1;1M', 'press', 'middle', 0, 0, []],
    ['<2;300;90M', 'press', 'right', 299, 89, []],
    ['<20;3;4M', 'press', 'left', 2, 3, ['shift', 'control']],
    ['<64;3;4M', 'wheel', 'up', 2, 3, []],
    ['<73;3;4M', 'wheel', 'down', 2, 3, ['alt']],
  ])('reads CSI %s', (report, kind, button, column, row, modifiers) => {
    const event = { type: 'mouse', kind, button, column, row, modifiers };
    expect(read(`${escape}[${report}j`)).toMatchObject([event, { name: 'j' }]);
  });

  it.each([
    ['a release', '<0;10;20m'],
    ['motion', '<35;10;20M'],
    ['a drag', '<32;10;20M'],
    ['the wheel sideways', '<66;10;20M'],
    ['a fourth button', '<128;10;20M'],
    ['a cell that is none', '<0;0;0M'],
    ['what says too little', '<0;10M'],
    ['the old form', 'M !!'],
    ['the old form far to the right', 'M\ufffd\ufffd\ufffd'],
    ['the form with decimals of another terminal', '32;10;20M'],
  ])('takes %s for nothing', (_, report) => {
    expect(read(`${escape}[${report}j`)).toMatchObject([{ name: 'j' }]);
  });

  it('waits for the rest of a report however long it takes', () => {
    const parser = new InputParser();
    for (const part of ['[<', '0;1', '0;20'].map((each, index) => (index ? '' : escape) + each)) {
      expect(parser.push(part).events).toEqual([]);
      expect(parser.waiting).toBe(false);
      expect(parser.flush().events).toEqual([]);
    }
    expect(parser.push('Mj').events).toMatchObject([{ column: 9, row: 19 }, { name: 'j' }]);
    parser.push(`${escape}[M `);
    expect(parser.flush().events).toEqual([]);
    expect(parser.push('!!j').events).toMatchObject([{ name: 'j' }]);
  });

  it.each([escape, `${escape}[`])('knows the rest of one whose %j was taken for a key', (cut) => {
    const report = `${escape}[<64;5;6M`;
    const parser = new InputParser();
    parser.push(cut);
    parser.flush();
    expect(parser.push(report.slice(cut.length)).events).toMatchObject([{ kind: 'wheel' }]);
    parser.push(cut);
    parser.flush();
    expect(parser.push('<').events).toMatchObject([{ name: '<' }]);
  });

  it('forgets half a report where the terminal is left to others', () => {
    const parser = new InputParser();
    parser.push(`${escape}[<0;1`);
    parser.reset();
    expect(parser.push('j').events).toMatchObject([{ name: 'j' }]);
  });

  it('gives the same events however the bytes are split and however slowly they come, never text', () => {
    const number = fc.nat(400);
    const report = fc
      .tuple(number, number, number, fc.constantFrom('M', 'm'))
      .map(([code, column, row, final]) => `${escape}[<${code};${column};${row}${final}`);
    const old = fc
      .tuple(fc.nat(94), fc.nat(94), fc.nat(94))
      .map((bytes) => `${escape}[M${String.fromCharCode(...bytes.map((each) => each + 32))}`);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(report, old), { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(120), fc.boolean()), { maxLength: 8 }),
        (reports, cuts) => {
          const text = reports.join('');
          const parser = new InputParser();
          const events: InputEvent[] = [];
          let from = 0;
          for (const [cut, isSlow] of [...cuts].sort(([a], [b]) => a - b)) {
            const to = Math.min(cut, text.length);
            events.push(...parser.push(text.slice(from, to)).events);
            from = to;
            // Within the first two bytes it could be a key as well, and is one after a while.
            if (isSlow && ![escape, `${escape}[`].some((key) => text.slice(0, to).endsWith(key))) {
              events.push(...parser.flush().events);
            }
          }
          events.push(...parser.push(text.slice(from)).events, ...parser.flush().events);
          expect(events).toEqual(read(text));
          expect(events.every(({ type }) => type === 'mouse')).toBe(true);
        },
      ),
    );
  });
});
