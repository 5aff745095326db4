import { fork } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { FlowdeckError } from '../../source/domain/errors.js';
import type { Embedder } from '../../source/memory/embedder.js';
import { cosine, packageDirectory, runtimeProblem, useEmbedders } from './support/embedders.js';

const embedders = useEmbedders();
const real = describe.skipIf(runtimeProblem !== null);

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'resolved';
  } catch (error) {
    if (error instanceof FlowdeckError) return error.code;
    throw error;
  }
}

function alive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

async function one(embedder: Embedder, text: string): Promise<Float32Array> {
  const [vector] = await embedder.embed([text]);
  if (!vector) throw new Error('There is no vector.');
  return vector;
}

real('the model', () => {
  it('puts words of one concept close together and others apart', async () => {
    const embedder = embedders.start();
    const [auth, login, signIn, invoice] = (await embedder.embed([
      'auth',
      'login',
      'sign-in',
      'invoice',
    ])) as [Float32Array, Float32Array, Float32Array, Float32Array];
    expect(cosine(auth, login)).toBeGreaterThan(0.7);
    expect(cosine(auth, signIn)).toBeGreaterThan(0.7);
    expect(Math.abs(cosine(auth, invoice))).toBeLessThan(0.3);
  });

  it('gives each text one vector of length 1, in the order of the texts', async () => {
    const embedder = embedders.start();
    const texts = [
      'a deadlock between two threads',
      '',
      '\u{1F600}',
      '日本語',
      'x'.repeat(400_000),
    ];
    const vectors = await embedder.embed(texts);
    expect(vectors).toHaveLength(texts.length);
    for (const vector of vectors) {
      expect(vector).toBeInstanceOf(Float32Array);
      expect(vector).toHaveLength(384);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
    expect(vectors[0]).toEqual(await one(embedder, 'a deadlock between two threads'));
    expect(await embedder.embed([])).toEqual([]);
  });

  it('gives the same vector for an unknown word each time, and another one for another word', async () => {
    const embedder = embedders.start();
    const [first, second] = [await one(embedder, 'zorp'), await one(embedder, 'zorp')];
    expect(second).toEqual(first);
    expect(cosine(first, await one(embedder, 'blat'))).toBeLessThan(0.7);
  });
});

real('the process', () => {
  it('is started by the first text, and is only one', async () => {
    const embedder = embedders.start();
    expect(embedder.state()).toBe('idle');
    expect(embedder.processId()).toBeNull();
    const first = embedder.embed(['one']);
    const second = embedder.embed(['two']);
    await vi.waitUntil(() => embedder.processId() !== null);
    expect(embedder.state()).toBe('loading');
    const processId = embedder.processId();
    await Promise.all([first, second]);
    expect(embedder.state()).toBe('ready');
    expect(embedder.processId()).toBe(processId);
  });

  it('ends when nothing is asked of it, and comes back', async () => {
    const embedder = embedders.start({ idleMilliseconds: 1 });
    const before = await one(embedder, 'cache');
    const processId = embedder.processId();
    await vi.waitUntil(() => embedder.state() === 'idle', { timeout: 10_000 });
    if (processId !== null) await vi.waitUntil(() => !alive(processId), { timeout: 10_000 });
    expect(await one(embedder, 'cache')).toEqual(before);
  });

  it('comes back after it was killed with a text in hand, and nothing that waited is lost', async () => {
    const embedder = embedders.start();
    await one(embedder, 'warm');
    const processId = embedder.processId() ?? 0;
    const long = embedder.embed(Array.from({ length: 200 }, (_, index) => `text ${index}`));
    const waiting = [embedder.embed(['login']), embedder.embed(['invoice'])];
    process.kill(processId, 'SIGKILL');
    expect(await long).toHaveLength(200);
    const [login] = (await waiting[0]) ?? [];
    await waiting[1];
    expect(embedder.processId()).not.toBe(processId);
    expect(login).toEqual(await one(embedder, 'login'));
  });

  it('gives up a text over which it dies twice, and goes on with the next', async () => {
    const directory = await embedders.makeModel();
    const entry = path.join(directory, 'dies.mjs');
    writeFileSync(
      entry,
      `process.on('message', (message) => {
        if (message.kind === 'load') process.send({ kind: 'ready', dimensions: 384 });
        else if (message.text === 'deadly') process.kill(process.pid, 'SIGKILL');
        else process.send({ kind: 'vector', ticket: message.ticket, vector: new Float32Array(384).fill(1) });
      });
      process.on('disconnect', () => process.exit());`,
    );
    const embedder = embedders.start({ entry: new URL(`file://${entry}`) });
    const deadly = codeOf(embedder.embed(['fine', 'deadly']));
    const next = embedder.embed(['fine']);
    expect(await deadly).toBe('embedding.crashed');
    expect(await next).toHaveLength(1);
  });

  it('is given up when it dies while it loads', async () => {
    const directory = await embedders.makeModel();
    const entry = path.join(directory, 'dies.mjs');
    writeFileSync(entry, 'console.error("no memory left"); process.exit(3);');
    const lines: string[] = [];
    const embedder = embedders.start({
      entry: new URL(`file://${entry}`),
      log: (line) => lines.push(line),
    });
    const codes = [codeOf(embedder.embed(['one'])), codeOf(embedder.embed(['two']))];
    expect(await Promise.all(codes)).toEqual(codes.map(() => 'embedding.model_failed'));
    expect(embedder.state()).toBe('failed');
    expect(embedder.failure()?.message).toContain('code 3');
    expect(lines.join('\n')).toContain('no memory left');
  });

  it('ends when its owner is killed', async () => {
    const owner = fork(
      embedders.owner(),
      [embedders.model(), packageDirectory(), fileURLToPath(embedders.entry())],
      { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const [processId] = (await once(owner, 'message')) as [number];
    expect(alive(processId)).toBe(true);
    owner.kill('SIGKILL');
    await vi.waitUntil(() => !alive(processId), { timeout: 10_000 });
  });

  it('does not keep its owner alive when nothing is asked', async () => {
    const owner = fork(
      embedders.owner(),
      [embedders.model(), packageDirectory(), fileURLToPath(embedders.entry())],
      { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const [processId] = (await once(owner, 'message')) as [number];
    expect(await once(owner, 'exit')).toEqual([0, null]);
    await vi.waitUntil(() => !alive(processId), { timeout: 10_000 });
  });

  it('is ended by close, which refuses what waits', async () => {
    const embedder = embedders.start();
    await one(embedder, 'warm');
    const processId = embedder.processId() ?? 0;
    const waiting = codeOf(embedder.embed(['late']));
    await Promise.all([embedder.close(), embedder.close()]);
    expect(alive(processId)).toBe(false);
    expect(await waiting).toBe('embedding.closed');
    expect(await codeOf(embedder.embed(['later']))).toBe('embedding.closed');
  });
});

real('the queue of the model', () => {
  it('lets an urgent text go before what waits, in the middle of a long job', async () => {
    const embedder = embedders.start();
    await one(embedder, 'warm');
    const order: string[] = [];
    const long = embedder.embed(Array.from({ length: 100 }, (_, index) => `note ${index}`));
    const urgent = embedder.embed(['login'], { urgent: true });
    await Promise.all([
      long.then(() => order.push('long')),
      urgent.then(() => order.push('urgent')),
    ]);
    expect(order).toEqual(['urgent', 'long']);
  });

  it('drops what is not wanted any more, and goes on', async () => {
    const embedder = embedders.start();
    await one(embedder, 'warm');
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = codeOf(embedder.embed(['first'], running.signal));
    const second = codeOf(embedder.embed(['second'], waiting.signal));
    const third = embedder.embed(['third']);
    running.abort();
    waiting.abort();
    expect(await first).toBe('embedding.cancelled');
    expect(await second).toBe('embedding.cancelled');
    expect((await third)[0]).toEqual(await one(embedder, 'third'));
    expect(await codeOf(embedder.embed(['x'], AbortSignal.abort()))).toBe('embedding.cancelled');
  });

  it('is bounded', async () => {
    const embedder = embedders.start();
    const calls = Array.from({ length: 65 }, () => codeOf(embedder.embed(['text'])));
    const codes = await Promise.all(calls);
    expect(codes.filter((code) => code === 'embedding.overloaded')).toHaveLength(1);
    expect(codes.at(-1)).toBe('embedding.overloaded');
  });
});

real('a model that cannot be used', () => {
  const damages: Record<string, (directory: string) => void> = {
    'without its tokenizer': (directory) => unlinkSync(path.join(directory, 'tokenizer.json')),
    'without its weights': (directory) => unlinkSync(path.join(directory, 'model_optimized.onnx')),
    'with truncated weights': (directory) =>
      truncateSync(path.join(directory, 'model_optimized.onnx'), 50_000),
    'with a truncated tokenizer': (directory) =>
      truncateSync(path.join(directory, 'tokenizer.json'), 5000),
    'with an empty configuration': (directory) =>
      truncateSync(path.join(directory, 'config.json'), 0),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`fails with one line, ${name}`, async () => {
      const directory = await embedders.makeModel();
      damage(directory);
      const embedder = embedders.start({ modelDirectory: directory });
      expect(await codeOf(embedder.embed(['text']))).toBe('embedding.model_failed');
      expect(embedder.failure()?.message).toMatch(
        /^The model in .* could not be loaded: [^\n]+\.$/,
      );
      expect(embedder.state()).toBe('failed');
      expect(await codeOf(embedder.embed(['text']))).toBe('embedding.model_failed');
      await vi.waitUntil(() => embedder.processId() === null);
    });
  }

  it('of another dimension is refused with both numbers', async () => {
    const modelDirectory = await embedders.makeModel({ dimensions: 128 });
    const embedder = embedders.start({ modelDirectory });
    expect(await codeOf(embedder.embed(['text']))).toBe('embedding.wrong_dimension');
    expect(embedder.failure()?.message).toMatch(/128 numbers, not 384/);
  });

  it('for want of the package is told', async () => {
    const embedder = embedders.start({ packageDirectory: await embedders.makeModel() });
    expect(await codeOf(embedder.embed(['text']))).toBe('embedding.model_failed');
    expect(embedder.failure()?.message).toContain('fastembed');
  });
});
