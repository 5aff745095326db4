import { describe, expect, it } from 'vitest';
import { colourLevel, colourLevels } from '../../source/tui/colour-level.js';
import { channelsOf, createTheme, looks, paint, styleRoles } from '../../source/tui/theme.js';

describe('the level of colours', () => {
  it.each([
    [{ COLORTERM: 'truecolor', TERM: 'xterm-256color' }, 'full'],
    [{ COLORTERM: '24bit' }, 'full'],
    [{ TERM: 'xterm-kitty' }, 'full'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'full'],
    [{ TERM: 'xterm-256color' }, 'indexed'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' }, 'indexed'],
    [{ TERM: 'xterm' }, 'basic'],
    [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 'none'],
    [{ NO_COLOR: '1', FORCE_COLOR: '3' }, 'none'],
    [{ NO_COLOR: '', TERM: 'xterm' }, 'basic'],
    [{ FORCE_COLOR: '0', COLORTERM: 'truecolor' }, 'none'],
    [{ FORCE_COLOR: '2' }, 'indexed'],
    [{ FORCE_COLOR: 'true', TERM: 'dumb' }, 'basic'],
  ] as const)('of %j is %s', (environment, expected) => {
    expect(colourLevel(environment, true)).toBe(expected);
  });

  it('is none where no terminal is, unless it is forced', () => {
    expect(colourLevel({ TERM: 'xterm', COLORTERM: 'truecolor' }, false)).toBe('none');
    expect(colourLevel({ FORCE_COLOR: '1' }, false)).toBe('basic');
  });
});

describe('the theme', () => {
  it('can be read on black and on white', () => {
    for (const { colour } of Object.values(looks)) {
      if (!colour) continue;
      const brightness = luminance(channelsOf(colour[0]));
      expect((brightness + 0.05) / 0.05, `${colour[0]} on black`).toBeGreaterThanOrEqual(3);
      expect(1.05 / (brightness + 0.05), `${colour[0]} on white`).toBeGreaterThanOrEqual(3);
    }
  });

  it('sends no colour without colours, and keeps attributes', () => {
    const theme = createTheme('none');
    for (const role of styleRoles) expect(theme[role]).not.toMatch(/[;[](3[0-8]|9\d)\b/);
    expect(theme.selected).toBe('\u001b[7m');
    expect(theme.statusFailed).toBe('\u001b[1m');
    expect(theme.titleFocused).toBe('\u001b[1;7m');
  });

  it('speaks to each terminal in its own colours', () => {
    expect(createTheme('basic').statusDone).toBe('\u001b[32m');
    expect(createTheme('indexed').statusDone).toBe('\u001b[38;5;35m');
    expect(createTheme('full').statusDone).toBe('\u001b[38;2;22;163;74m');
  });

  it('never sets a background', () => {
    for (const level of colourLevels) {
      for (const sequence of Object.values(createTheme(level)))
        expect(sequence).not.toMatch(/[;[]4[0-8]/);
    }
  });
});

describe('painting', () => {
  const theme = createTheme('basic');

  it('leaves plain text alone', () => {
    expect(paint([{ text: 'a' }, { text: 'b', role: 'text' }], theme)).toBe('ab');
  });

  it('closes what it opens', () => {
    expect(paint([{ text: 'a', role: 'statusDone' }, { text: 'b' }], theme)).toBe(
      '\u001b[32ma\u001b[0mb',
    );
    expect(paint([{ text: 'a', role: 'statusDone' }], theme)).toBe('\u001b[32ma\u001b[0m');
  });

  it('shares a sequence between neighbours and skips empty spans', () => {
    const line = [
      { text: 'a', role: 'statusDone' },
      { text: '', role: 'critical' },
      { text: 'b', role: 'progressDone' },
    ] as const;
    expect(paint(line, theme)).toBe('\u001b[32mab\u001b[0m');
  });
});

/** Relative luminance as the accessibility guidelines define it. */
function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
