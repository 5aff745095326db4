import { setFlagsFromString } from 'node:v8';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startStoreWorker, type StoreWorkerOptions } from '../../source/worker/client.js';
import { MetricsRecorder } from '../../source/worker/metrics.js';
import { Helper } from './helper.js';
import { Bench, codeOf, read, threadUrl, until } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.set();
});
afterEach(() => bench.end());

describe('a process that ends without closing its store', () => {
  test.each([
    ['with nothing left to do', 'idle'],
    ['while the store opens', 'opening'],
    ['after what runs has ended', 'working'],
    ['by exit, the store idle', 'exit-idle'],
    ['by exit, the store opening', 'exit-opening'],
    ['by exit, in the middle of a statement', 'exit-working'],
  ])('ends in order: %s', async (_, ending) => {
    const owner = await Helper.run('owner', [bench.databasePath, fileURLToPath(threadUrl), ending]);
    // In the middle of a statement the library would abort the process: code null, signal SIGABRT.
    expect(await owner.exit).toEqual({ code: 0, signal: null });
    expect(owner.errors).toMatch(/left open by its owner/);
    if (ending === 'working') expect(owner.errors).toMatch(/the statement ended/);
  });

  test('says nothing when it did close it', async () => {
    const owner = await Helper.run('owner', [
      bench.databasePath,
      fileURLToPath(threadUrl),
      'closed',
    ]);
    expect(await owner.exit).toEqual({ code: 0, signal: null });
    expect(owner.errors).toBe('');
  });
});

describe('a store that nobody holds any more', () => {
  const collectGarbage = exposedGarbageCollection();

  test('is closed, and that is counted', async () => {
    const metrics = new MetricsRecorder();
    await openAndDrop(bench.options({ metrics }));
    await until(() => {
      collectGarbage();
      return metrics.uncleanCloses === 1;
    }, 'the dropped store is noticed');
    await until(() => metrics.closeMilliseconds !== null, 'its thread has ended');
    expect(metrics.snapshot('CLOSED', 0)).toMatchObject({ crashes: 0, closeTimeouts: 0 });
  });

  test('is kept while somebody waits for an answer', async () => {
    const metrics = new MetricsRecorder();
    const answer = codeOf(read(startStoreWorker(bench.options({ metrics })), 'SELECT 1'));
    let answered = false;
    void answer.then(() => (answered = true));
    await until(() => {
      collectGarbage();
      return answered;
    }, 'the answer comes');
    expect(await answer).toBe('resolved');
    await until(() => {
      collectGarbage();
      return metrics.closeMilliseconds !== null;
    }, 'the thread has ended');
  });
});

async function openAndDrop(options: StoreWorkerOptions): Promise<void> {
  await startStoreWorker(options).ready();
}

function exposedGarbageCollection(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
