import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  displayWidth,
  padEnd,
  padStart,
  sanitise,
  truncate,
  wrap,
} from '../../source/platform/terminal-text.js';
import '../support/properties.js';
import { hasPrepend } from '../support/prepend.js';

const family = '👨‍👩‍👧‍👦';
/** Characters that join with their neighbours, or are wider or narrower than they look. */
const tricky = [
  ...Array.from('a é漢字…│ｶ한👍🏽🇩1\u200b\u200d\ufe0f\u20e3\u1100\u1161\u11a8\u0903\u0e33\uff9e'),
  ...['e\u0301', '🇩🇪', family],
];
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...tricky), { maxLength: 150 }).map((parts) => parts.join('')),
);
const cleanText = anyText.map((text) => sanitise(text));

describe('sanitise', () => {
  it.each([
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['cursor movement', 'a\u001b[2J\u001b[10;10Hb', 'ab'],
    ['a title set by BEL', '\u001b]0;evil\u0007text', 'text'],
    ['a title set by ST', '\u001b]0;evil\u001b\\text', 'text'],
    ['a hyperlink', '\u001b]8;;https://example.org\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['a clipboard write', '\u001b]52;c;ZXZpbA==\u0007ok', 'ok'],
    ['a device control string', '\u001bPq#0;2;0\u001b\\ok', 'ok'],
    ['8-bit sequences', '\u009b31mred\u009d0;title\u009cok', 'redok'],
    ['an unfinished sequence', 'text\u001b[31', 'text'],
    ['an unfinished string, to the end of its line', 'a\u001b]0;evil\nb', 'a b'],
    ['a reset', '\u001bcok', 'ok'],
    ['a character set', '\u001b(0ok', 'ok'],
    ['a lone escape', 'ok\u001b', 'ok'],
    ['C0, DEL and C1', 'a\u0000\u0008\u007f\u0085b', 'ab'],
    ['bidi controls', 'a\u202eb\u2066c\u200fd\u061ce', 'abcde'],
    ['lone surrogates', 'a\ud83d b\ude00', 'a b'],
    ['halves around a sequence', '\ud83d\u001b[m\ude00', ''],
    ['tabs and line breaks', 'a\tb\r\nc\rd\u2028e', 'a b c d e'],
    ['what is harmless', `naïve 漢字 ${family} 🇩🇪`, `naïve 漢字 ${family} 🇩🇪`],
  ])('takes care of %s', (_, text, expected) => {
    expect(sanitise(text)).toBe(expected);
  });

  it('keeps line breaks when asked to, in one form', () => {
    expect(sanitise('a\r\nb\rc\n\nd\u2029e\tf', { newlines: true })).toBe('a\nb\nc\n\nd\ne f');
  });

  it('leaves nothing that a terminal would act on, and nothing for a second pass', () => {
    const hostile = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '\u001b',
            '[',
            ']',
            '31m',
            '\u0007',
            '\\',
            '\u009b',
            '\ud83d',
            '\ude00',
            '\t',
            '\r',
            '\n',
          ),
          fc.string({ unit: 'binary', maxLength: 3 }),
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, newlines) => {
        const clean = sanitise(text, { newlines });
        // eslint-disable-next-line no-control-regex -- they are what must be gone
        expect(clean).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
        expect(clean.includes('\n') && !newlines).toBe(false);
        expect(Buffer.from(clean).toString()).toBe(clean);
        expect(sanitise(clean, { newlines })).toBe(clean);
      }),
      { numRuns: 1000 },
    );
  });

  // Where the time grew with the square of the length, these sizes would not end within the runner's limit.
  it('is not held up by what looks like the beginning of many sequences', () => {
    for (const part of [
      '\u001b]',
      '\u001b[',
      '\u001b[0',
      '\u001bP\u001b',
      '\u001b]x\n',
      '\u001b ',
    ]) {
      expect(sanitise(part.repeat(300_000))).not.toContain('\u001b');
    }
  });
});

describe('displayWidth', () => {
  it('measures single characters as string-width does, every one of them', () => {
    const different: string[] = [];
    for (let code = 0xa0; code <= 0x1faff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const text = String.fromCodePoint(code);
      if (displayWidth(text) !== stringWidth(text)) different.push(code.toString(16));
      // Between narrow ones it takes the fast way where there is one.
      const between = `a${text}b`;
      if (!hasPrepend(text) && displayWidth(between) !== stringWidth(between)) {
        different.push(`between: ${code.toString(16)}`);
      }
    }
    expect(different).toEqual([]);
  });

  it('measures texts as string-width does', () => {
    fc.assert(
      fc.property(cleanText, (text) => {
        fc.pre(!hasPrepend(text));
        expect(displayWidth(text)).toBe(stringWidth(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on where its pieces end', () => {
    for (let offset = 60; offset < 68; offset += 1) {
      for (const cluster of [family, '🇩🇪🇫🇷', 'e\u0301', '👍🏽', '한', '1️⃣']) {
        const text = '漢'.repeat(offset) + cluster + '字'.repeat(80);
        expect(displayWidth(text)).toBe(2 * offset + stringWidth(cluster) + 160);
      }
    }
  });

  it.each([
    ['ideographs', '漢', 2],
    ['combining marks', '\u0301', 0],
    ['emoji sequences', family, 2],
    ['changing scripts', 'aé漢', 4],
  ])('measures a long text of %s', (_, part, width) => {
    const count = Math.floor(200_000 / part.length);
    expect(displayWidth(part.repeat(count))).toBe(width * count);
  });
});

describe('truncate', () => {
  it.each([
    ['fits', 10, 'fits'],
    ['exactly', 7, 'exactly'],
    ['too long', 5, 'too …'],
    ['漢字漢字', 5, '漢字…'],
    ['漢字漢字', 4, '漢…'],
    [`${family}${family}`, 3, `${family}…`],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['wide', 1, '…'],
    ['wide', 0, ''],
    ['wide', -1, ''],
  ])('cuts %j to %i', (text, width, expected) => {
    expect(truncate(text, width)).toBe(expected);
  });

  it('takes another ellipsis, or none', () => {
    expect(truncate('too long', 6, '...')).toBe('too...');
    expect(truncate('too long', 5, '')).toBe('too l');
    expect(truncate('too long', 2, '...')).toBe('to');
  });

  it('never exceeds the width and keeps what fits', () => {
    fc.assert(
      fc.property(cleanText, fc.integer({ min: 0, max: 80 }), (text, width) => {
        const cut = truncate(text, width);
        expect(displayWidth(cut)).toBeLessThanOrEqual(width);
        if (displayWidth(text) <= width && width > 0) expect(cut).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('never splits a character', () => {
    const segmenter = new Intl.Segmenter();
    const boundaries = (text: string): Set<number> =>
      new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length));
    fc.assert(
      fc.property(cleanText, fc.integer({ min: 1, max: 80 }), (text, width) => {
        fc.pre(!hasPrepend(text));
        const cut = truncate(text, width, '');
        expect(text.startsWith(cut)).toBe(true);
        expect(boundaries(text).has(cut.length)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('padEnd and padStart', () => {
  it('give exactly the width', () => {
    fc.assert(
      fc.property(cleanText, fc.integer({ min: 0, max: 80 }), (text, width) => {
        expect(displayWidth(padEnd(text, width))).toBe(width);
        expect(displayWidth(padStart(text, width))).toBe(width);
      }),
      { numRuns: 1000 },
    );
  });

  it('fill the half of a wide character that had no room', () => {
    expect(padEnd('漢字漢字', 4)).toBe('漢… ');
    expect(padStart('7', 3)).toBe('  7');
  });
});

describe('wrap', () => {
  it('breaks at spaces and keeps line breaks and indentation', () => {
    expect(wrap('the quick brown fox\n\n  jumps over', 10)).toEqual([
      'the quick',
      'brown fox',
      '',
      '  jumps',
      'over',
    ]);
  });

  it('breaks inside a word that is longer than a line', () => {
    expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
    expect(wrap('漢字漢字', 5)).toEqual(['漢字', '漢字']);
  });

  it('has an answer for a line that is narrower than a character', () => {
    expect(wrap('漢a', 1)).toEqual(['?', 'a']);
    // Three leading consonants are one character of six cells.
    expect(wrap('\u1100\u1100\u1100a', 4)).toEqual(['?', 'a']);
    expect(wrap('', 0)).toEqual(['']);
  });

  it('keeps every line within the width', () => {
    fc.assert(
      fc.property(cleanText, fc.integer({ min: 1, max: 40 }), (text, width) => {
        for (const line of wrap(text, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 1000 },
    );
  });

  it('loses nothing but spaces', () => {
    fc.assert(
      fc.property(cleanText, fc.integer({ min: 20, max: 40 }), (text, width) => {
        const wrapped = wrap(text, width).join('');
        expect(wrapped.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('wraps a long text, of words or of spaces', () => {
    expect(wrap('word 漢字 '.repeat(100_000), 80)).toHaveLength(12_500);
    expect(wrap(`word${' '.repeat(500_000)}`, 80)[0]).toMatch(/^word *$/);
  });
});
