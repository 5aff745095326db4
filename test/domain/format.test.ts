import { describe, expect, it } from 'vitest';
import { formatAge, formatCost, formatDuration, formatTokens } from '../../source/domain/format.js';

const noon = Date.parse('2026-01-01T12:00:00.000Z');
const before = (seconds: number): string => new Date(noon - seconds * 1000).toISOString();

describe('formatAge', () => {
  it.each([
    [0, 'now'],
    [59, 'now'],
    [60, '1m'],
    [3599, '59m'],
    [3600, '1h'],
    [86_399, '23h'],
    [86_400, '1d'],
    [604_799, '6d'],
    [604_800, '1w'],
    [60 * 604_800, '60w'],
    [-5000, 'now'],
  ])('shows %i seconds as %s', (seconds, text) => {
    expect(formatAge(before(seconds), noon)).toBe(text);
  });

  it('shows nothing for no time and for one it cannot read', () => {
    expect(formatAge(null, noon)).toBe('');
    expect(formatAge('', noon)).toBe('');
    expect(formatAge('yesterday', noon)).toBe('');
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [45.9, '45s'],
    [60, '1m 00s'],
    [750, '12m 30s'],
    [3900, '1h 05m'],
    [86_399, '23h 59m'],
    [97_200, '1d 03h'],
    [-3, '0s'],
  ])('shows %f seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('shows nothing for none', () => {
    expect(formatDuration(null)).toBe('');
    expect(formatDuration(NaN)).toBe('');
  });
});

describe('formatTokens and formatCost', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.0K'],
    [1234, '1.2K'],
    [999_949, '999.9K'],
    [999_960, '1.0M'],
    [3_400_000, '3.4M'],
    [999_990_000, '1.0B'],
  ])('shows %i tokens as %s', (count, text) => {
    expect(formatTokens(count)).toBe(text);
  });

  it.each([
    [0, '$0.00'],
    [0.42, '$0.42'],
    [0.004, '<$0.01'],
    [0.005, '$0.01'],
    [1234.5, '$1234.50'],
  ])('shows %f dollars as %s', (usd, text) => {
    expect(formatCost(usd)).toBe(text);
  });
});
