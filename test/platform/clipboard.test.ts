import { describe, expect, it } from 'vitest';
import { clipboardSequence, longestCopy } from '../../source/platform/clipboard.js';

const plain = '\u001b]52;c;ZsO8bmYg8J+Qnw==\u0007';

describe('the clipboard through the terminal', () => {
  it('is one OSC 52 sequence with the text in base64', () => {
    expect(clipboardSequence('fünf 🐟', {})).toBe(plain);
  });

  it('is sent plain and wrapped in tmux, which takes one or the other as it is configured', () => {
    const wrapped = `\u001bPtmux;\u001b${plain}\u001b\\`;
    expect(clipboardSequence('fünf 🐟', { TMUX: '/tmp/tmux,1,0' })).toBe(plain + wrapped);
  });

  it('is cut into strings that GNU screen takes', () => {
    const sequence = clipboardSequence('x'.repeat(600), { STY: '1.pts' }) ?? '';
    const pieces = sequence.split('\u001b\\').slice(0, -1);
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) {
      expect(piece.startsWith('\u001bP')).toBe(true);
      expect(piece.length).toBeLessThanOrEqual(254);
    }
    const joined = pieces.map((piece) => piece.slice(2)).join('');
    expect(joined).toBe(clipboardSequence('x'.repeat(600), {}));
  });

  it('takes no more than terminals do', () => {
    expect(clipboardSequence('x'.repeat(longestCopy), {})).not.toBeNull();
    expect(clipboardSequence('x'.repeat(longestCopy + 1), {})).toBeNull();
  });
});
