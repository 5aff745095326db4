// Builds the program and the benchmarks and runs those that are named (all without a name); `--quick` for a short run.
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
    'bare-store': 'test/bench/bare-store.ts',
    'lifecycle-process': 'test/service/support/lifecycle-process.ts',
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
// Ink as it is published, all of it in one file and in production mode, as the cockpit's is.
await build({
  absWorkingDir: root,
  entryPoints: { 'bare-screen': 'test/bench/bare-screen.tsx' },
  outdir: directory,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  alias: { 'react-devtools-core': './scripts/empty.js' },
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    fetch: 'undefined',
  },
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
  logLevel: 'warning',
});
process.env.FLOWDECK_TEST_BUILD_DIRECTORY = path.join(directory, 'program');
const { run } = await import(pathToFileURL(path.join(directory, 'bench.mjs')).href);
const given = process.argv.slice(2);
await run({
  names: given.filter((name) => name !== '--quick'),
  quick: given.includes('--quick'),
  directory,
});
