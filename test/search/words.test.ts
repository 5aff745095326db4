import { expect, test } from 'vitest';
import { foldWord, wordsOf } from '../../source/search/words.js';

test('words are runs of letters and digits without case and accents', () => {
  expect(wordsOf('C++ Élan re-try x86_64')).toEqual(['c', 'elan', 're', 'try', 'x86', '64']);
  expect(foldWord('ÀÉÎ')).toBe('aei');
});
