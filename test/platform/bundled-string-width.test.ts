import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import bundledStringWidth from '../../source/platform/bundled-string-width.js';
import { hasPrepend } from '../support/prepend.js';

describe('the width that bundled packages measure', () => {
  it('is what string-width says, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.constantFrom(
        '│ ─ ',
        '▶ ✓ ',
        'Привет',
        '漢字',
        'e\u0301',
        '\u0301',
        '👩‍👩‍👧',
        '\u200d',
        '\u00ad',
      ),
      fc.constantFrom(
        '\u001b[1m',
        '\u001b[38;2;1;2;3m',
        '\u001b[0m',
        '\u001b]8;;x\u0007',
        '\u001b[',
      ),
      fc.integer({ min: 0xa0, max: 0x2fff }).map((code) => String.fromCodePoint(code)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        fc.pre(!hasPrepend(text));
        expect(bundledStringWidth(text)).toBe(stringWidth(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is what string-width says of every single character', () => {
    for (let code = 0; code < 0x3000; code += 1) {
      const text = `a${String.fromCodePoint(code)}b`;
      if (hasPrepend(text)) continue;
      expect(bundledStringWidth(text), code.toString(16)).toBe(stringWidth(text));
    }
  });
});
