import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { threadUrl } from './support.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the shipped thread does not contain the fault commands', async () => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['source/worker/thread.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    packages: 'external',
    define: { FLOWDECK_TEST_BUILD: 'false' },
  });
  const faults = /told to panic/;
  expect(outputFiles[0]?.text).not.toMatch(faults);
  expect(await bundleOf(fileURLToPath(threadUrl))).toMatch(faults);
});

/** A built file with the chunks that it loads. */
async function bundleOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  const chunks = [...text.matchAll(/["'](\.\/[\w.-]+\.js)["']/g)].map((match) =>
    readFile(path.join(path.dirname(file), match[1] ?? ''), 'utf8'),
  );
  return [text, ...(await Promise.all(chunks))].join('\n');
}
