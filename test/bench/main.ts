/**
 * What the program costs, measured anew in each run, with the limits it is held to and the peers it is compared with.
 * Shares and ratios are of one run: a machine that is busy with other things is slower at both.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bench } from './bench.js';
import { follow } from './follow.js';
import { idle } from './idle.js';
import { keys } from './keys.js';
import { processes } from './processes.js';
import { search } from './search.js';
import { start } from './start.js';
import { tui } from './tui.js';
import { vectors } from './vectors.js';

const benches: Record<string, (bench: Bench) => Promise<void>> = {
  start,
  idle,
  keys,
  tui,
  follow,
  vectors,
  search,
  processes,
};

/** Runs the named benchmarks one after another, all without a name. */
export async function run({
  names,
  directory,
  quick,
}: {
  names: readonly string[];
  quick: boolean;
  directory: string;
}): Promise<void> {
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    const bench = benches[name];
    if (!bench) {
      throw new Error(`There is no benchmark ${name}, only ${Object.keys(benches).join(', ')}.`);
    }
    const scratch = await mkdtemp(path.join(tmpdir(), 'flowdeck-bench-'));
    try {
      await bench({ directory, scratch, quick });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
}
