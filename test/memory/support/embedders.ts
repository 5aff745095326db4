import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { writeTinyModel, type TinyModelOptions } from '../../../scripts/tiny-model.js';
import {
  startEmbedder,
  type Embedder,
  type EmbedderOptions,
} from '../../../source/memory/embedder.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(import.meta.url);

/** Why the runtime cannot be loaded on this machine; null where it can. */
export const runtimeProblem = ((): string | null => {
  try {
    createRequire(require.resolve('fastembed'))('onnxruntime-node');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
})();

/** The folder of the package that runs the model. */
export function packageDirectory(): string {
  return path.resolve(path.dirname(require.resolve('fastembed')), '..', '..');
}

/** Tiny models, and processes that hold them; all is gone when the test ends. */
export function useEmbedders() {
  const endings: (() => Promise<void> | void)[] = [];
  let built = '';
  let kept = '';
  beforeAll(async () => {
    built = mkdtempSync(path.join(tmpdir(), 'flowdeck-embedder-'));
    await build({
      absWorkingDir: root,
      entryPoints: {
        embedder: 'source/memory/embedder-child.ts',
        owner: 'test/memory/support/owner.ts',
      },
      outdir: built,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
    });
    kept = path.join(built, 'model');
    await writeTinyModel(kept);
  });
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));
  return {
    /** The built process. */
    entry: (): URL => pathToFileURL(path.join(built, 'embedder.mjs')),
    /** A program that owns a process; see `owner.ts`. */
    owner: (): string => path.join(built, 'owner.mjs'),
    /** The usual model, not to be written to. */
    model: (): string => kept,
    /** A model of one's own. */
    async makeModel(options: TinyModelOptions = {}): Promise<string> {
      const directory = mkdtempSync(path.join(tmpdir(), 'flowdeck-model-'));
      endings.push(() => rmSync(directory, { recursive: true, force: true }));
      await writeTinyModel(directory, options);
      return directory;
    },
    start(options: Partial<EmbedderOptions> = {}): Embedder {
      const embedder = startEmbedder({
        modelDirectory: kept,
        modelId: 'tiny-1',
        packageDirectory: packageDirectory(),
        entry: this.entry(),
        ...options,
      });
      endings.push(() => embedder.close());
      return embedder;
    },
  };
}

export function cosine(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) {
    sum += (left[index] ?? 0) * (right[index] ?? 0);
  }
  return sum;
}
