// Draws the screens that are kept under docs/screens/ from the program on a made-up project.
// With --check it only says which are not current.
import { mkdtemp, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = await mkdtemp(path.join(root, 'node_modules', '.screens-'));
try {
  const outfile = path.join(directory, 'screens.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/screens/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    define: { FLOWDECK_TEST_BUILD: 'false' },
    logLevel: 'warning',
  });
  const check = process.argv.includes('--check');
  const { run } = await import(pathToFileURL(outfile).href);
  const differing = await run({ directory: path.join(root, 'docs', 'screens'), check });
  if (check && differing.length > 0) {
    console.error(`docs/screens is not current: run npm run screens\n${differing.join('\n')}`);
    process.exitCode = 1;
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
