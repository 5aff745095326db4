// Writes the parts of the README that are made from tables: keys, commands, errors.
// With --check it only says whether they are current.
import { readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = path.join(root, 'README.md');

/** The generated parts by their marker, as Markdown. */
export async function generatedParts() {
  const directory = await mkdtemp(path.join(root, 'node_modules', '.docs-'));
  try {
    const outfile = path.join(directory, 'tables.mjs');
    await build({
      absWorkingDir: root,
      entryPoints: ['scripts/tables.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    });
    const { tables } = await import(pathToFileURL(outfile).href);
    return tables();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The text with each marked part replaced. */
export function withParts(text, parts) {
  return Object.entries(parts).reduce((current, [name, part]) => {
    const pattern = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!pattern.test(current)) throw new Error(`README.md has no part named ${name}`);
    return current.replace(pattern, (_, open, close) => `${open}\n${part.trim()}\n\n${close}`);
  }, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = await readFile(readme, 'utf8');
  const after = withParts(before, await generatedParts());
  if (process.argv.includes('--check')) {
    if (before !== after) {
      console.error('README.md is not current: run npm run docs');
      process.exitCode = 1;
    }
  } else await writeFile(readme, after);
}
