import { describe, expect, it } from 'vitest';
import { desktopNotification } from '../../source/platform/terminal-notification.js';

const told = { title: 'sample', text: 'fn-1.2 failed; why?\u001b[2J\u0007' };

describe('a desktop notification', () => {
  it('is OSC 9, or OSC 777 where the terminal knows titles', () => {
    expect(desktopNotification(told, { TERM: 'xterm-256color' })).toBe(
      '\u001b]9;sample: fn-1.2 failed, why?\u0007',
    );
    for (const environment of [{ VTE_VERSION: '7200' }, { TERM: 'rxvt-unicode' }, { TERM: 'foot' }])
      expect(desktopNotification(told, environment)).toBe(
        '\u001b]777;notify;sample;fn-1.2 failed, why?\u0007',
      );
  });

  it('goes through tmux and screen', () => {
    expect(desktopNotification(told, { TMUX: '/tmp/tmux' })).toBe(
      '\u001bPtmux;\u001b\u001b]9;sample: fn-1.2 failed, why?\u0007\u001b\\',
    );
    expect(desktopNotification(told, { STY: '1.x' })).toBe(
      '\u001bP\u001b]9;sample: fn-1.2 failed, why?\u0007\u001b\\',
    );
  });
});
