import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runShell } from '../../source/platform/programs.js';
import { temporaryDirectory } from './tree.js';

const environment = { PATH: process.env['PATH'] };

describe('a program that is run', () => {
  it('leaves the end of an output that is longer than what is kept, in linear time', async () => {
    const directory = temporaryDirectory();
    const command = 'yes 0123456789 | head -c 20000000; echo; echo end';
    const { code, stdout, output } = await runShell(command, { directory, environment, keep: 100 });
    expect([code, stdout.length, stdout.endsWith('\nend\n')]).toEqual([0, 100, true]);
    expect(output).toBe(stdout);
  });

  it('is ended with all that it started', async () => {
    const directory = temporaryDirectory();
    const interruption = new AbortController();
    // The output ends with the last process that writes into it.
    const command = 'sleep 1000 & : > begun; wait';
    const running = runShell(command, { directory, environment, signal: interruption.signal });
    await expect.poll(() => existsSync(path.join(directory, 'begun'))).toBe(true);
    interruption.abort();
    expect((await running).code).toBe(128 + 15);
  });
});
