import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { StoreProcess } from './store-process.js';

export { StoreProcess } from './store-process.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the script of the processes once per file of tests: `child.ts`, or another. */
export function useProcesses(source = fileURLToPath(new URL('child.ts', import.meta.url))) {
  // Below node_modules, so that the built script finds the library and no tool looks at it.
  const directory = path.join(root, 'node_modules', '.cache', `flowdeck-store-${process.pid}`);
  const script = path.join(directory, 'child.mjs');
  const started: StoreProcess[] = [];
  beforeAll(async () => {
    await build({
      entryPoints: [source],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['@libsql/client/sqlite3', 'libsql'],
      define: { FLOWDECK_TEST_BUILD: 'false' },
      logLevel: 'warning',
    });
  });
  afterAll(async () => {
    for (const child of started) child.kill();
    await Promise.all(started.map((child) => child.exited()));
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    start: (...args: readonly (string | number)[]): StoreProcess => {
      const child = new StoreProcess(script, args.map(String));
      started.push(child);
      return child;
    },
    /** Starts as many, and lets them begin together. */
    startTogether: async (
      count: number,
      ...args: readonly (string | number)[]
    ): Promise<StoreProcess[]> => {
      const children = Array.from({ length: count }, () => {
        const child = new StoreProcess(script, args.map(String));
        started.push(child);
        return child;
      });
      await Promise.all(children.map((child) => child.printed(1)));
      for (const child of children) child.go();
      return children;
    },
  };
}
