import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputParser, refusal, type InputEvent } from '../../source/tui/input.js';

/** Events in short: names of keys, `"text"` of pastes, `+focus`, `left 3,4`. */
function short(events: readonly InputEvent[]): string[] {
  return events.map((event) => {
    if (event.type === 'key') return event.name;
    if (event.type === 'mouse') return `${event.button} ${event.column},${event.row}`;
    return event.type === 'paste' ? `"${event.text}"` : event.focused ? '+focus' : '-focus';
  });
}

function read(chunk: string): string[] {
  return short(new InputParser().push(chunk).events);
}

describe('the input parser', () => {
  it.each([
    ['jk', ['j', 'k']],
    ['G?é漢😀', ['G', '?', 'é', '漢', '😀']],
    ['\r\n\t\u007f\b', ['enter', 'enter', 'tab', 'backspace', 'backspace']],
    ['\u0003\u0004\u000c\u001a', ['ctrl+c', 'ctrl+d', 'ctrl+l', 'ctrl+z']],
    ['\u001b[A\u001b[B\u001b[C\u001b[D', ['up', 'down', 'right', 'left']],
    ['\u001bOA\u001bOF', ['up', 'end']],
    ['\u001b[5~\u001b[6~\u001b[3~\u001b[1~', ['pageup', 'pagedown', 'delete', 'home']],
    ['\u001b[Z', ['shift+tab']],
    ['\u001b[1;5C\u001b[1;2A', ['ctrl+right', 'shift+up']],
    ['\u001bb\u001b\u007f', ['alt+b', 'alt+backspace']],
    ['\u001b[I\u001b[Oj', ['+focus', '-focus', 'j']],
    ['a\u001b[200~x\ry\u001b[201~b', ['a', '"x\ry"', 'b']],
  ])('reads %j', (chunk, expected) => {
    expect(read(chunk)).toEqual(expected);
  });

  it.each([
    ['device attributes', '\u001b[?1;2c'],
    ['a cursor position', '\u001b[12;40R'],
    ['a mode report', '\u001b[?2026;2$y'],
    ['a release of the mouse', '\u001b[<0;10;20m'],
    ['a kitty report', '\u001b[?1u'],
    ['a colour report', '\u001b]11;rgb:0000/0000/0000\u0007'],
    ['a version report', '\u001bP>|xterm(370)\u001b\\'],
    ['a function key of the console', '\u001b[[A'],
  ])('takes %s for no text', (_, reply) => {
    expect(read(`${reply}j`)).toEqual(['j']);
  });

  it('waits for the rest of a sequence, and takes a lone ESC for Escape', () => {
    const parser = new InputParser();
    expect(short(parser.push('\u001b').events)).toEqual([]);
    expect(parser.waiting).toBe(true);
    expect(short(parser.push('[A').events)).toEqual(['up']);
    expect(parser.waiting).toBe(false);
    parser.push('j\u001b');
    expect(short(parser.flush().events)).toEqual(['escape']);
    parser.push('\u001b[');
    expect(short(parser.flush().events)).toEqual([]);
    expect(short(parser.push('A').events)).toEqual(['A']);
  });

  it('reads Escape before another key', () => {
    expect(read('\u001b\u001b[A')).toEqual(['escape', 'up']);
    const parser = new InputParser();
    parser.push('\u001b\u001b');
    expect(short(parser.flush().events)).toEqual(['escape', 'escape']);
  });

  it('waits for the end of a paste however long it takes', () => {
    const parser = new InputParser();
    expect(parser.push('\u001b[200~dd').events).toEqual([]);
    expect(parser.waiting).toBe(false);
    expect(parser.push('q').events).toEqual([]);
    expect(short(parser.push('\u001b[201~j').events)).toEqual(['"ddq"', 'j']);
  });

  it('gives the same keys however the bytes are split', () => {
    const pieces = [
      'j',
      'é',
      '😀',
      '\u001b[A',
      '\u001b[6~',
      '\u001b[200~q\ns\u001b[201~',
      '\u001b[I',
      '\r',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(60), { maxLength: 6 }),
        (chosen, cuts) => {
          const text = chosen.join('');
          const whole = read(text);
          const parser = new InputParser();
          const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort(
            (a, b) => a - b,
          );
          const parts = [0, ...places].map((start, index) =>
            text.slice(start, places[index] ?? text.length),
          );
          // Decoded text is never cut within a character.
          if (parts.some((part) => /[\ud800-\udbff]$/.test(part))) return;
          expect(parts.flatMap((part) => short(parser.push(part).events))).toEqual(whole);
        },
      ),
    );
  });

  it('never lets a control character through as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (chunk) => {
        for (const event of new InputParser().push(chunk).events) {
          if (event.type === 'key') expect(event.text).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });
});

describe('refusing keys that act on data', () => {
  const chunk = (text: string) => new InputParser().push(text);

  it('honours what a hand types', () => {
    expect(refusal(chunk('jjjs'), 1000, null)).toBeNull();
    expect(refusal(chunk('12345678'), 1000, null)).toBeNull();
  });

  it('takes a run of more than eight characters for a paste', () => {
    expect(refusal(chunk('123456789'), 1000, null)).toBe('pasted');
  });

  it('counts neither arrows nor what a paste brackets', () => {
    expect(refusal(chunk('\u001b[B'.repeat(60)), 1000, null)).toBeNull();
    expect(refusal(chunk('\u001b[200~a long text\u001b[201~s'), 1000, null)).toBeNull();
  });

  it('waits a moment after the terminal got the focus', () => {
    expect(refusal(chunk('s'), 1099, 1000)).toBe('just-focused');
    expect(refusal(chunk('s'), 1100, 1000)).toBeNull();
  });
});
