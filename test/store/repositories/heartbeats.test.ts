import { describe, expect, test } from 'vitest';
import { recordHeartbeat } from '../../../source/store/repositories/heartbeats.js';
import { makeEpic, openBench } from '../../service/support/service.js';

describe('heartbeats', () => {
  test('are recorded at rising times, unless a clock is far ahead', async () => {
    const bench = await openBench();
    const { task } = await makeEpic(bench.service, 3);
    const beat = (number: number, now: string): Promise<string> =>
      bench.database.write((transaction) =>
        recordHeartbeat(transaction, {
          taskId: task(number),
          workerPid: 7,
          actor: 'ada',
          sessionId: null,
          now,
        }),
      );
    expect(await beat(1, '2026-03-01T10:00:00.000Z')).toBe('2026-03-01T10:00:00.000Z');
    expect(await beat(2, '2026-03-01T10:00:00.000Z')).toBe('2026-03-01T10:00:00.001Z');
    expect(await beat(3, '2026-03-01T09:59:59.000Z')).toBe('2026-03-01T10:00:00.002Z');
    expect(await beat(1, '2026-03-01T12:00:00.000Z')).toBe('2026-03-01T12:00:00.000Z');
    // Two hours ahead is a wrong clock: the others keep their own time.
    expect(await beat(2, '2026-03-01T10:00:05.000Z')).toBe('2026-03-01T10:00:05.000Z');
    expect(await bench.rows('SELECT count(*) AS n FROM heartbeats')).toEqual([{ n: 3 }]);
  });
});
