import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Service } from '../../source/service/index.js';
import { findTaskDependencies } from '../../source/store/repositories/dependencies.js';
import { findEvidence } from '../../source/store/repositories/evidence.js';
import { listFiles } from '../../source/store/repositories/file-ownership.js';
import { findProgress, workerProgress } from '../../source/store/repositories/phases.js';
import { findTask, findTaskBody } from '../../source/store/repositories/tasks.js';
import { codeOf, makeEpic, openBench, type Bench } from './support/service.js';

type Fields = Record<string, unknown>;

/** Everything that is stored of a task, under the names that events use. */
function storedFields(bench: Bench, id: string): Promise<Fields> {
  return bench.database.read(async (reader) => {
    const task = Object.entries((await findTask(reader, id)) ?? {}).filter(
      ([name]) => !['id', 'version', 'createdAt', 'updatedAt'].includes(name),
    );
    const progress = await findProgress(reader, workerProgress, id);
    const phases = [...progress].map(([phase, value]) => [`phase:${phase}`, value]);
    return withoutBlanks({
      ...Object.fromEntries<unknown>(task),
      body: await findTaskBody(reader, id),
      evidence: await findEvidence(reader, id),
      files: await listFiles(reader, id),
      ...(await findTaskDependencies(reader, id)),
      ...(Object.fromEntries(phases) as Fields),
    });
  });
}

/** What is null, empty, zero or false says nothing, so it need not have been said. */
function withoutBlanks(fields: Fields): Fields {
  const isBlank = (value: unknown): boolean =>
    !value || (typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isBlank(value)));
}

const taskCount = 4;

/** One thing that somebody may do; those that are not allowed at that time change nothing. */
const step = fc.record({
  what: fc.constantFrom(
    ...(['start', 'done', 'block', 'unblock', 'fail', 'skip', 'restart', 'release'] as const),
    ...(['next', 'phase', 'depend', 'independ', 'accept'] as const),
  ),
  task: fc.integer({ min: 1, max: taskCount }),
  other: fc.integer({ min: 1, max: taskCount }),
  force: fc.boolean(),
  actor: fc.constantFrom('ada', 'bob'),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function perform(
  service: Service,
  { what, force, actor, ...step }: Step,
  task: (number: number) => string,
): Promise<string> {
  const id = task(step.task);
  const dependency = { taskId: id, dependsOn: task(step.other) };
  const context = { actor };
  switch (what) {
    case 'done': {
      const evidence = { commits: ['abc'], workspaceChanges: { final_rev: 'f' } };
      const input = { id, force, summary: `by ${actor}`, evidence };
      return codeOf(service.command('task.done', input, context));
    }
    case 'block':
      return codeOf(service.command('task.block', { id, force, reason: 'because' }, context));
    case 'next':
      return codeOf(service.command('phase.next', { taskId: id, tdd: force }, context));
    case 'phase':
      return codeOf(service.command('phase.done', { taskId: id, phase: '0' }, context));
    case 'depend':
      return codeOf(service.command('dependency.add', dependency, context));
    case 'independ':
      return codeOf(service.command('dependency.remove', dependency, context));
    case 'start':
    case 'unblock':
    case 'fail':
    case 'skip':
    case 'restart':
    case 'release':
    case 'accept':
      return codeOf(service.command(`task.${what}`, { id, force }, context));
  }
}

describe('the log', () => {
  test('rebuilds every task forwards, and takes it back to its beginning', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const bench = await openBench('ada');
        const { service } = bench;
        const { task } = await makeEpic(service, taskCount, [
          [2, 1],
          [3, 2],
        ]);
        await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', '1')");
        for (const each of steps) {
          const code = await perform(service, each, task);
          expect(code).not.toContain('internal');
        }

        for (let number = 1; number <= taskCount; number += 1) {
          const rows = await service.query('events.list', { taskId: task(number), afterId: 0 });
          let built: Fields = {};
          let version = 0;
          for (const { id } of rows) {
            const event = await service.query('event.full', { id });
            for (const [field, value] of Object.entries(event.before)) {
              expect(withoutBlanks({ [field]: built[field] })).toEqual(
                withoutBlanks({ [field]: value }),
              );
            }
            built = { ...built, ...event.after };
            expect(event.version).toBeGreaterThanOrEqual(version);
            version = event.version ?? 0;
          }
          const final = await storedFields(bench, task(number));
          expect(withoutBlanks(built)).toEqual(final);
          expect((await service.query('task.detail', { id: task(number) })).row.version).toBe(
            version,
          );

          let undone: Fields = final;
          for (const { id, kind } of rows.toReversed()) {
            if (kind === 'task_created') break;
            undone = { ...undone, ...(await service.query('event.full', { id })).before };
          }
          const [first] = rows;
          const created = await service.query('event.full', { id: first?.id ?? 0 });
          expect(withoutBlanks(undone)).toEqual(withoutBlanks({ ...created.after }));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('holds each action under an id of its own, with who did it and from where', async () => {
    const bench = await openBench('ada');
    const { service } = bench;
    const { task } = await makeEpic(service, 3, [
      [2, 1],
      [3, 2],
    ]);
    await service.command('task.start', { id: task(1) });
    const { commandId } = await service.command(
      'task.fail',
      { id: task(1) },
      { actor: 'bob', sessionId: 's-1', origin: 'cockpit' },
    );
    const events = await service.query('events.list', { limit: 3 });
    expect(events.map(({ kind }) => kind)).toEqual([
      'task_upstream_failed',
      'task_upstream_failed',
      'task_failed',
    ]);
    for (const event of events) {
      expect(event).toMatchObject({ commandId, actor: 'bob', sessionId: 's-1', origin: 'cockpit' });
    }
    expect(new Set(events.map(({ timestamp }) => timestamp)).size).toBe(1);
    const others = await service.query('events.list', {});
    expect(others.filter((event) => event.commandId === commandId)).toHaveLength(3);
  });
});

describe('the figures of the day', () => {
  test('are filled by what happens', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(bench.service, 3);
    await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', '1')");
    await service.command('task.start', { id: task(1) });
    bench.advance(90);
    await service.command('task.done', { id: task(1) });
    await service.command('task.start', { id: task(2) });
    await service.command('task.fail', { id: task(2) });
    await service.command('task.start', { id: task(2) });
    await service.command('task.fail', { id: task(2) });
    await service.command('tokens.record', {
      taskId: task(1),
      inputTokens: 100,
      outputTokens: 20,
      costUsd: 0.25,
    });
    await service.command('tokens.record', { inputTokens: 1, outputTokens: 2 });
    expect(await bench.rows('SELECT * FROM daily_rollup ORDER BY epic_id')).toEqual([
      expect.objectContaining({ epic_id: '', input_tokens: 1, output_tokens: 2 }),
      {
        day: '2026-03-01',
        epic_id: epic,
        tasks_started: 3,
        tasks_completed: 1,
        tasks_failed: 2,
        total_duration_seconds: 90,
        input_tokens: 100,
        output_tokens: 20,
        estimated_cost: 0.25,
      },
    ]);
    expect(await bench.rows('SELECT * FROM monthly_rollup')).toEqual([
      {
        month: '2026-03',
        epics_completed: 0,
        tasks_completed: 1,
        total_duration_seconds: 90,
        total_tokens: 123,
        total_cost_usd: 0.25,
      },
    ]);
    const { row } = await service.query('epic.detail', { id: epic });
    expect(row).toMatchObject({ tokens: 120, costUsd: 0.25 });
    const totals = await service.query('totals', {});
    expect(totals).toMatchObject({ tokens: 123, costUsd: 0.25 });
  });
});
