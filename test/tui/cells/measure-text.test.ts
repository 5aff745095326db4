import { describe, expect, it } from 'vitest';
import measureText from '../../../source/tui/cells/measure-text.js';

describe('the measure of texts', () => {
  it.each([
    ['', 0, 0],
    ['one', 3, 1],
    ['one\n漢字漢字\n', 8, 3],
    ['\u001b[1mone\u001b[0m', 3, 1],
  ])('gives %j its widest line and its lines', (text, width, height) => {
    expect(measureText(text)).toEqual({ width, height });
  });
});
