// Writes the parts of the documents that are made from tables (keys, commands, errors, filters) and the schemas of what the
// commands print. With --check it only says whether they are current.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Which part stands in which document. */
const documents = {
  'README.md': ['keys', 'commands'],
  'docs/errors.md': ['errors'],
  'docs/filters.md': ['filters'],
};

/** The program loads some of what is made here, which may not be there yet. */
const withoutSchemas = {
  name: 'without-schemas',
  /** @param {import('esbuild').PluginBuild} building */
  setup(building) {
    building.onResolve({ filter: /\/schema\/[\w-]+\.json$/ }, ({ path: file }) => ({
      path: file,
      namespace: 'none',
    }));
    building.onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents: '{}',
      loader: 'json',
    }));
  },
};

/** What is generated: parts of documents by their marker, and the texts of the files under schema/. */
async function generated() {
  const directory = await mkdtemp(path.join(root, 'node_modules', '.docs-'));
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['scripts/tables.ts', 'scripts/schemas.ts'],
      outdir: directory,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      plugins: [withoutSchemas],
      jsx: 'automatic',
      logLevel: 'warning',
    });
    const load = (name) => import(pathToFileURL(path.join(directory, name)).href);
    const [{ tables }, { schemas }] = [await load('tables.mjs'), await load('schemas.mjs')];
    return { parts: tables(), schemas: schemas(root) };
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

/** Writes a file that is not current; with --check it only says so. */
async function keepCurrent(name, before, after) {
  if (before === after) return;
  const file = path.join(root, name);
  if (process.argv.includes('--check')) {
    console.error(`${name} is not current: run npm run docs`);
    process.exitCode = 1;
  } else if (after === null) await rm(file);
  else await writeFile(file, after);
}

const { parts, schemas } = await generated();
for (const [document, names] of Object.entries(documents)) {
  const before = await readFile(path.join(root, document), 'utf8');
  const after = names.reduce((text, name) => withPart(text, name, parts[name]), before);
  await keepCurrent(document, before, after);
}
const folder = path.join(root, 'schema');
await mkdir(folder, { recursive: true });
const present = new Set(await readdir(folder));
for (const name of new Set([...present, ...schemas.keys()])) {
  const before = present.has(name) ? await readFile(path.join(folder, name), 'utf8') : null;
  await keepCurrent(`schema/${name}`, before, schemas.get(name) ?? null);
}
