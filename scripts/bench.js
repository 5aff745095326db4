// Builds the program and the benchmarks and runs those that are named (all without a name).
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';
import { bundle } from './build.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = path.join(root, 'node_modules', '.bench');

await rm(directory, { recursive: true, force: true });
await mkdir(directory, { recursive: true });
await bundle({ outdir: path.join(directory, 'program') });
await bundle({ outdir: path.join(directory, 'unbundled'), packagesInside: false });
await build({
  absWorkingDir: root,
  entryPoints: {
    bench: 'test/bench/main.ts',
    writer: 'test/bench/writer.ts',
    seed: 'test/bench/seed.ts',
  },
  outdir: directory,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: false,
  platform: 'node',
  format: 'esm',
  jsx: 'automatic',
  packages: 'external',
  define: { FLOWDECK_TEST_BUILD: 'false' },
  logLevel: 'warning',
});
process.env.FLOWDECK_TEST_BUILD_DIRECTORY = path.join(directory, 'program');
const { run } = await import(pathToFileURL(path.join(directory, 'bench.mjs')).href);
await run({ names: process.argv.slice(2), directory });
