import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../platform/tree.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';

/** Opens the demo with a temporary directory of its own, and waits until its agents work. */
async function openDemo(): Promise<{ terminal: PseudoTerminal; directory: string }> {
  const directory = temporaryDirectory();
  const terminal = PseudoTerminal.flowdeck(['demo'], {
    columns: 160,
    directory,
    environment: { TMPDIR: directory },
  });
  await terminal.until(/[34] running/, 'agents at work');
  expect(readdirSync(directory)).toHaveLength(1);
  return { terminal, directory };
}

const empty = (directory: string) =>
  expect.poll(() => readdirSync(directory), { timeout: 20_000, interval: 50 }).toEqual([]);

describe('flowdeck demo in a terminal', () => {
  it('shows agents at work and in trouble, and leaves nothing behind when it is quit', async () => {
    const { terminal, directory } = await openDemo();
    try {
      await terminal.until(/1 blocked/);
      await terminal.until(/up for retry/);
      terminal.type('q');
      expect(await terminal.exited()).toBe(0);
      expect(terminal.onAlternateScreen()).toBe(false);
      await empty(directory);
    } finally {
      await terminal.dispose();
    }
  });

  it('is one key away where there is no project, and leaves that place as it was', async () => {
    const [here, temporary] = [temporaryDirectory(), temporaryDirectory()];
    const terminal = PseudoTerminal.flowdeck([], {
      columns: 80,
      rows: 24,
      directory: here,
      environment: { TMPDIR: temporary },
    });
    try {
      await terminal.until(/d +demo/, 'the first-run screen');
      terminal.type('d');
      await terminal.until(/[1-4] running/, 'agents at work');
      expect(readdirSync(temporary)).toHaveLength(1);
      terminal.type('q');
      expect(await terminal.exited()).toBe(0);
      await empty(temporary);
      expect(readdirSync(here)).toEqual([]);
    } finally {
      await terminal.dispose();
    }
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('cleans up after %s', async (signal) => {
    const { terminal, directory } = await openDemo();
    try {
      terminal.signal(signal);
      await terminal.exited();
      await empty(directory);
    } finally {
      await terminal.dispose();
    }
  });
});
