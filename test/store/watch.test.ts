import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { watchDatabase, type WatchOptions } from '../../source/store/watch.js';
import { insertSetting, useFiles } from './support/files.js';

const files = useFiles();

/** Longer than any test: only the file system wakes. */
const never = { pollMilliseconds: 1_000_000 };

/** A watch whose next wake can be awaited; the test's own limit ends a wait in vain. */
function watching(
  file: string,
  options?: WatchOptions,
): { wakes: () => number; next: () => Promise<void>; stop: () => void } {
  let wakes = 0;
  let listeners: (() => void)[] = [];
  const stop = watchDatabase(
    file,
    () => {
      wakes += 1;
      for (const listener of listeners.splice(0)) listener();
      listeners = [];
    },
    options,
  );
  files.onEnd(stop);
  return {
    wakes: () => wakes,
    next: () => new Promise((resolve) => listeners.push(resolve)),
    stop,
  };
}

describe('watchDatabase', () => {
  it('wakes when somebody commits, also behind a link', async () => {
    const file = files.file();
    const database = await files.open(file);
    const link = files.file('link.db');
    symlinkSync(file, link);
    const watches = [watching(file, never), watching(link, never)];
    for (const key of ['a', 'b']) {
      const woken = Promise.all(watches.map((watch) => watch.next()));
      await database.write((transaction) => transaction.run(insertSetting, [key, '1']));
      await woken;
    }
  });

  it('does not wake for other files', async () => {
    const file = files.file();
    const other = path.join(path.dirname(file), 'other.db');
    const [watch, otherWatch] = [watching(file, never), watching(other, never)];
    const woken = otherWatch.next();
    writeFileSync(`${file}-shm`, 'x');
    writeFileSync(other, 'x');
    await woken;
    await new Promise(setImmediate);
    expect(watch.wakes()).toBe(0);
    const own = watch.next();
    writeFileSync(`${file}-wal`, 'x');
    await own;
  });

  it('wakes in intervals where nothing can be watched', async () => {
    const watch = watching(path.join(files.directory(), 'none', 'flowdeck.db'), {
      pollMilliseconds: 5,
    });
    await watch.next();
    await watch.next();
  });

  it('watches again when the directory is another', async () => {
    const directory = path.join(files.directory(), 'state');
    mkdirSync(directory);
    const file = path.join(directory, 'flowdeck.db');
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    files.onEnd(() => void vi.useRealTimers());
    const watch = watching(file, { pollMilliseconds: 20 });
    renameSync(directory, `${directory}-old`);
    mkdirSync(directory);
    for (let polls = 0; polls < 8; polls += 1) {
      const woken = watch.next();
      vi.advanceTimersByTime(20);
      await woken;
    }
    // The polls stand still now: only the file system can wake.
    const woken = watch.next();
    writeFileSync(file, 'x');
    await woken;
    rmSync(directory, { recursive: true });
  });

  it('stops', async () => {
    const file = files.file();
    const [stopped, other] = [watching(file, never), watching(file, never)];
    stopped.stop();
    stopped.stop();
    const woken = other.next();
    writeFileSync(file, 'x');
    await woken;
    expect(stopped.wakes()).toBe(0);
  });
});
