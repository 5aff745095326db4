import { describe, expect, it } from 'vitest';
import { FifoQueue } from '../../source/store/queue.js';
import { failure } from './support/files.js';

/** A task that runs until it is told to end. */
function held(): { task: () => Promise<string>; end: () => void } {
  let end = (): void => undefined;
  const done = new Promise<string>((resolve) => {
    end = () => resolve('held');
  });
  return { task: () => done, end };
}

describe('FifoQueue', () => {
  it('runs one task at a time, in order', async () => {
    const queue = new FifoQueue();
    const log: string[] = [];
    const task = (name: string, turns: number) => async (): Promise<void> => {
      log.push(`${name}+`);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      log.push(`${name}-`);
    };
    await Promise.all([queue.run(task('a', 9)), queue.run(task('b', 0)), queue.run(task('c', 4))]);
    expect(log).toEqual(['a+', 'a-', 'b+', 'b-', 'c+', 'c-']);
  });

  it('goes on after a failure', async () => {
    const queue = new FifoQueue();
    const failed = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(() => Promise.resolve(1));
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe(1);
  });

  it('takes a cancelled task out while it waits, and never one that runs', async () => {
    const queue = new FifoQueue();
    const running = held();
    const controller = new AbortController();
    const first = queue.run(running.task, controller.signal);
    const second = queue.run(() => Promise.resolve('second'), controller.signal);
    const third = queue.run(() => Promise.resolve('third'));
    controller.abort();
    expect((await failure(second)).code).toBe('store.cancelled');
    running.end();
    await expect(first).resolves.toBe('held');
    await expect(third).resolves.toBe('third');
    expect((await failure(queue.run(running.task, controller.signal))).code).toBe(
      'store.cancelled',
    );
  });

  it('lets what runs end when it closes, and refuses the rest', async () => {
    const queue = new FifoQueue();
    const running = held();
    const first = queue.run(running.task);
    const second = queue.run(() => Promise.resolve('second'));
    let closed = false;
    const closing = queue.close().then(() => {
      closed = true;
    });
    expect((await failure(second)).code).toBe('store.closing');
    expect((await failure(queue.run(running.task))).code).toBe('store.closing');
    expect(queue.closing.aborted).toBe(true);
    expect(closed).toBe(false);
    running.end();
    await closing;
    await expect(first).resolves.toBe('held');
    expect((await failure(queue.run(running.task))).code).toBe('store.closed');
  });

  it('fails a task that would wait for itself, and only that', async () => {
    const queue = new FifoQueue();
    const nested = failure(queue.run(() => queue.run(() => Promise.resolve())));
    const closedFromWithin = failure(queue.run(() => queue.close()));
    expect((await nested).code).toBe('internal.unexpected');
    expect((await closedFromWithin).code).toBe('internal.unexpected');
    const other = new FifoQueue();
    await expect(queue.run(() => other.run(() => Promise.resolve('other')))).resolves.toBe('other');
    const later = await queue.run(() => Promise.resolve(() => queue.run(() => Promise.resolve(2))));
    await expect(later()).resolves.toBe(2);
  });
});
