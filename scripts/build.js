// Bundles the program: one entry for the command line, one for the store's worker thread, one for the process that
// holds the model.
// Code splitting keeps every command, the cockpit and the servers in chunks of their own, so that a one-shot command
// loads only what it needs. What every command loads is one file: each costs Node about a millisecond to find and read.
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Modules of Ink's and of other packages that ours do the work of, by the name that packages import them by. */
const replacements = new Map([
  ['string-width', 'source/platform/bundled-string-width.ts'],
  ['./output.js', 'source/tui/cells/row-output.ts'],
  ['./measure-text.js', 'source/tui/cells/measure-text.ts'],
]);
const inkModules = path.join(root, 'node_modules', 'ink', 'build');

/** @type {import('rolldown').Plugin} Makes Ink's frames cheap. Our own modules keep the packages. */
const cheapFrames = {
  name: 'cheap-frames',
  resolveId: {
    filter: { id: /^string-width$|^\.\/.*\.js$/ },
    handler(name, importer = '') {
      const replacement = replacements.get(name);
      const from = name.startsWith('.') ? inkModules : 'node_modules';
      return replacement && importer.includes(from) ? path.join(root, replacement) : null;
    },
  },
  // Ink imports `process`, where definitions do not reach: its code for development would be packed.
  load: {
    filter: { id: /[\\/](ink|reconciler)\.js$/ },
    async handler(file) {
      return path.dirname(file) === inkModules
        ? (await readFile(file, 'utf8')).replace(/^import process from .*$/m, '')
        : null;
    },
  },
};

/** Where what opens the database begins, and what the cockpit's own thread shows. */
const store = ['service/open.ts', 'service/context.ts', 'service/groups/looking.ts'];
const screen = ['tui/start.ts', 'tui/run.tsx'];

/**
 * What is loaded together, a file each: by every command; by those that open the database and by the cockpit, which
 * leaves it to its thread; by the former alone. A module belongs to the first that it fits.
 */
const together = [
  { name: 'base', of: [['cli.ts']] },
  { name: 'domain', of: [store, screen] },
  { name: 'store', of: [store] },
];

/**
 * A chunk of everything that is imported statically from each of the places. The entry itself stays apart: it waits for
 * the command, and the command's chunk for this one.
 *
 * @param {{ name: string, of: readonly (readonly string[])[] }} part
 */
function groupOf({ name: chunk, of }) {
  /** @type {readonly Set<string>[] | undefined} */
  let reached;
  /** @param {string} name */
  const file = (name) => path.join(root, 'source', name);
  return {
    debugName: chunk,
    /** @type {import('rolldown').CodeSplittingNameFunction} */
    name(id, context) {
      reached ??= of.map((places) =>
        staticImports(places.map(file), (found) => context.getModuleInfo(found)),
      );
      return reached.every((modules) => modules.has(id)) && id !== file('cli.ts') ? chunk : null;
    },
  };
}

/**
 * @param {readonly string[]} from
 * @param {(id: string) => { importedIds: readonly string[] } | null} infoOf
 */
function staticImports(from, infoOf) {
  const reached = new Set(from);
  for (const id of reached)
    for (const imported of infoOf(id)?.importedIds ?? []) reached.add(imported);
  return reached;
}

/**
 * @param {{outdir?: string, testBuild?: boolean, packagesInside?: boolean}} [options] `testBuild` adds
 * the worker's pause and panic commands, which the shipped program must not have; without
 * `packagesInside` packages are loaded from node_modules, which the benchmark compares with.
 */
export async function bundle({ outdir = 'dist', testBuild = false, packagesInside = true } = {}) {
  const directory = path.resolve(root, outdir);
  await rm(directory, { recursive: true, force: true });
  const building = await rolldown({
    cwd: root,
    input: {
      cli: 'source/cli.ts',
      'store-worker': 'source/worker/thread.ts',
      embedder: 'source/memory/embedder-child.ts',
    },
    platform: 'node',
    preserveEntrySignatures: 'allow-extension',
    checks: { ineffectiveDynamicImport: false },
    external: packagesInside ? [/^node:/, 'libsql', 'fastembed'] : /^(?!source\/)[^./]/,
    plugins: packagesInside ? [cheapFrames] : [],
    resolve: {
      alias: {
        'react-devtools-core': path.join(root, 'scripts/empty.js'),
        // Its other form asks for its own parts in a way that cannot be packed.
        'jsonc-parser': path.join(root, 'node_modules/jsonc-parser/lib/esm/main.js'),
      },
    },
    transform: {
      target: 'node20',
      jsx: 'react-jsx',
      define: {
        // React's development reconciler is slower and leaks; the user's own environment stays as it is.
        'process.env.NODE_ENV': '"production"',
        'process.env.DEV': '"false"',
        FLOWDECK_TEST_BUILD: String(testBuild),
        // Yoga would fetch its own data URL, and Node loads a whole HTTP client for that.
        fetch: 'undefined',
      },
    },
  });
  await building.write({
    dir: directory,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    comments: false,
    codeSplitting: { groups: together.map(groupOf), includeDependenciesRecursively: false },
  });
  await building.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle();
}
