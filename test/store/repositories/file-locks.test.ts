import { expect, test } from 'vitest';
import { listLocks } from '../../../source/store/repositories/file-locks.js';
import { makeEpic, openBench } from '../../service/support/service.js';

test('locks are listed by path and go with their task', async () => {
  const bench = await openBench();
  const { task } = await makeEpic(bench.service, 2);
  const lock = `INSERT INTO file_locks (file_path, task_id, mode, actor, locked_at)
    VALUES (?, ?, ?, 'ada', '2026-03-01T10:00:00.000Z')`;
  await bench.execute(lock, ['src/b.ts', task(1), 'write']);
  await bench.execute(lock, ['src/a.ts', task(2), 'read']);
  const locks = () => bench.database.read((reader) => listLocks(reader));
  expect((await locks()).map(({ path }) => path)).toEqual(['src/a.ts', 'src/b.ts']);
  await bench.execute('DELETE FROM tasks WHERE id = ?', [task(2)]);
  expect(await locks()).toMatchObject([
    {
      path: 'src/b.ts',
      taskId: task(1),
      mode: 'write',
      actor: 'ada',
      lockedAt: '2026-03-01T10:00:00.000Z',
      expiresAt: null,
    },
  ]);
});
