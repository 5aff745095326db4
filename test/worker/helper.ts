import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildDirectory } from '../support/built.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Another process, made of a module in `helpers/`. It says when it has begun, and ends when told to. */
export class Helper {
  readonly #process: ChildProcess;
  readonly #exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  errors = '';

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.#exit = new Promise((resolve) => {
      child.on('exit', (code, signal) => resolve({ code, signal }));
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
  }

  /** Starts the module `helpers/<name>.ts` and waits for its first message. */
  static async start(name: string, args: readonly string[]): Promise<Helper> {
    const helper = await Helper.run(name, args);
    await Promise.race([
      once(helper.#process, 'message'),
      helper.#exit.then(({ code, signal }) => {
        throw new Error(`${name} ended with ${code ?? signal ?? '?'}: ${helper.errors}`);
      }),
    ]);
    return helper;
  }

  /** Starts the module without waiting for anything. */
  static async run(name: string, args: readonly string[]): Promise<Helper> {
    const file = await bundled(name);
    return new Helper(
      fork(file, [...args], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] }),
    );
  }

  /** How the process ended, by itself. */
  get exit(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    return this.#exit;
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#process.on('message', listener);
  }

  /** Asks the process to end, and waits until it has. */
  async end(): Promise<void> {
    if (this.#process.connected) this.#process.send('end');
    const { code } = await this.#exit;
    if (code !== 0) throw new Error(`The helper ended with ${code ?? 'a signal'}: ${this.errors}`);
  }
}

const bundles = new Map<string, Promise<string>>();
// Inside the project, so that the bundles find its packages; gone with the next build.
const directory = mkdtempSync(path.join(buildDirectory, 'helpers-'));

function bundled(name: string): Promise<string> {
  let file = bundles.get(name);
  if (!file) bundles.set(name, (file = bundle(name)));
  return file;
}

async function bundle(name: string): Promise<string> {
  const outfile = path.join(directory, `${name}.mjs`);
  await build({
    entryPoints: [path.join(root, 'test/worker/helpers', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    external: ['@libsql/client'],
    define: { FLOWDECK_TEST_BUILD: 'true' },
  });
  return outfile;
}
