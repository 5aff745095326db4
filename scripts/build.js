// Bundles the program: one entry for the command line, one for the store's worker thread, one for the process that
// holds the model.
// Code splitting keeps every command group, the cockpit and the servers in chunks of their own,
// so that a one-shot command loads only what it needs.
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Modules of Ink's and of other packages that ours do the work of, by the name that packages import them by. */
const replacements = new Map([
  ['string-width', 'source/platform/bundled-string-width.ts'],
  ['./output.js', 'source/tui/cells/row-output.ts'],
  ['./measure-text.js', 'source/tui/cells/measure-text.ts'],
]);
const inkModules = path.join(root, 'node_modules', 'ink', 'build');

/** Makes Ink's frames cheap. Our own modules keep the packages. */
const cheapFrames = {
  name: 'cheap-frames',
  /** @param {import('esbuild').PluginBuild} building */
  setup(building) {
    building.onResolve({ filter: /^string-width$|^\.\/.*\.js$/ }, ({ path: name, importer }) => {
      const replacement = replacements.get(name);
      const from = name.startsWith('.') ? inkModules : 'node_modules';
      return replacement && importer.includes(from)
        ? { path: path.join(root, replacement) }
        : undefined;
    });
    // Ink imports `process`, where definitions do not reach: its code for development would be packed.
    building.onLoad({ filter: /[\\/](ink|reconciler)\.js$/ }, async ({ path: file }) =>
      path.dirname(file) === inkModules
        ? { contents: (await readFile(file, 'utf8')).replace(/^import process from .*$/m, '') }
        : undefined,
    );
  },
};

/**
 * @param {{outdir?: string, testBuild?: boolean, packagesInside?: boolean}} [options] `testBuild` adds
 * the worker's pause and panic commands, which the shipped program must not have; without
 * `packagesInside` packages are loaded from node_modules, which the benchmark compares with.
 */
export async function bundle({ outdir = 'dist', testBuild = false, packagesInside = true } = {}) {
  const directory = path.resolve(root, outdir);
  await rm(directory, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'source/cli.ts',
      'store-worker': 'source/worker/thread.ts',
      embedder: 'source/memory/embedder-child.ts',
    },
    outdir: directory,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    ...(packagesInside
      ? {
          external: ['@libsql/client', '@libsql/client/sqlite3', 'fastembed'],
          alias: {
            'react-devtools-core': './scripts/empty.js',
            // Its other form asks for its own parts in a way that cannot be packed.
            'jsonc-parser': './node_modules/jsonc-parser/lib/esm/main.js',
          },
          plugins: [cheapFrames],
        }
      : { packages: 'external' }),
    define: {
      // React's development reconciler is slower and leaks; the user's own environment stays as it is.
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      FLOWDECK_TEST_BUILD: String(testBuild),
      // Yoga would fetch its own data URL, and Node loads a whole HTTP client for that.
      fetch: 'undefined',
    },
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle();
}
