// Writes the parts of the documents that are made from tables: keys, commands, errors.
// With --check it only says whether they are current.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Which part stands in which document. */
const documents = { 'README.md': ['keys', 'commands'], 'docs/errors.md': ['errors'] };

/** The generated parts by their marker, as Markdown. */
async function generatedParts() {
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
      jsx: 'automatic',
      logLevel: 'warning',
    });
    const { tables } = await import(pathToFileURL(outfile).href);
    return tables();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The text with one marked part replaced. */
function withPart(text, name, part) {
  const pattern = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!pattern.test(text)) throw new Error(`There is no part named ${name}.`);
  return text.replace(pattern, (_, open, close) => `${open}\n${part.trim()}\n\n${close}`);
}

const parts = await generatedParts();
for (const [document, names] of Object.entries(documents)) {
  const file = path.join(root, document);
  const before = await readFile(file, 'utf8');
  const after = names.reduce((text, name) => withPart(text, name, parts[name]), before);
  if (!process.argv.includes('--check')) await writeFile(file, after);
  else if (before !== after) {
    console.error(`${document} is not current: run npm run docs`);
    process.exitCode = 1;
  }
}
