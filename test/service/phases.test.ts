import { describe, expect, test } from 'vitest';
import { codeOf, errorOf, makeEpic, openBench } from './support/service.js';

const plain = ['0', '1', '2', '2.5', '3', '5', '5b', '6'];
const full = ['0', '1', '2a', '2', '2.5', '3', '4', '5', '5b', '6'];

describe('worker phases', () => {
  test('next names the first phase and begins it once', async () => {
    const { service, advance } = await openBench();
    const { task } = await makeEpic(service, 1);
    const first = await service.command('phase.next', { taskId: 'fn-1.1' });
    expect(first).toMatchObject({
      taskId: task(1),
      phase: { id: '0', title: 'Verify Configuration' },
      completed: [],
      sequence: plain,
    });
    const begun = (await service.query('task.detail', { id: task(1) })).row;
    advance(60);
    await service.command('phase.next', { taskId: task(1) });
    const { row, phases } = await service.query('task.detail', { id: task(1) });
    expect(row).toEqual(begun);
    expect(row.phase).toMatchObject({ id: '0', completed: 0, total: plain.length });
    expect(phases[0]).toMatchObject({ status: 'active', startedAt: row.phase?.startedAt });
    expect(await service.query('events.list', { kind: 'phase_started' })).toHaveLength(1);
    // Progress is no change of the task's definition, status or claim.
    expect(row.version).toBe(1);
  });

  test('done goes through the sequence in order to its end', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    const done = (phase: string) => service.command('phase.done', { taskId: task(1), phase });
    for (const [index, phase] of plain.entries()) {
      await service.command('phase.next', { taskId: task(1) });
      const result = await done(phase);
      expect(result).toMatchObject({
        completedPhase: phase,
        completed: plain.slice(0, index + 1),
        allDone: index === plain.length - 1,
      });
      expect(result.next?.id).toBe(plain[index + 1]);
    }
    const { phase } = await service.command('phase.next', { taskId: task(1) });
    expect(phase).toBeNull();
    expect(await codeOf(done('0'))).toBe('phase.all_done');
    const { row } = await service.query('task.detail', { id: task(1) });
    expect(row.phase).toMatchObject({ id: '6', completed: 8, total: 8 });
  });

  test('refuses unknown phases and leaps', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    const done = (phase: string) => service.command('phase.done', { taskId: task(1), phase });
    expect(await codeOf(done('7'))).toBe('phase.unknown');
    expect(await codeOf(done('2a'))).toBe('phase.unknown');
    const error = await errorOf(done('2'));
    expect(error).toMatchObject({ code: 'phase.out_of_order', details: { next: '0' } });
    await done('0');
    expect(await codeOf(done('0'))).toBe('phase.out_of_order');
  });

  test('keeps the flags with the task once they were given (mends: the flags of a phase sequence had to be repeated each time)', async () => {
    const { service } = await openBench();
    const { task } = await makeEpic(service, 1);
    const first = await service.command('phase.next', { taskId: task(1), tdd: true });
    expect(first.sequence).toEqual(full.filter((id) => id !== '4'));
    const second = await service.command('phase.next', { taskId: task(1), review: 'codex' });
    expect(second.sequence).toEqual(full);
    const third = await service.command('phase.next', { taskId: task(1), tdd: false });
    expect(third.sequence).toEqual(full);
    const { phases } = await service.query('task.detail', { id: task(1) });
    expect(phases.map((phase) => phase.id)).toEqual(full);
  });

  test('keeps the numbering of tasks that came with another, and shows it by title', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { task } = await makeEpic(service, 1);
    await bench.execute('UPDATE tasks SET phase_scheme = 2 WHERE id = ?', [task(1)]);
    await bench.execute(
      "INSERT INTO phase_progress (task_id, phase, status) VALUES (?, '1', 'done'), (?, '4', 'done')",
      [task(1), task(1)],
    );
    const next = await service.command('phase.next', { taskId: task(1) });
    expect(next).toMatchObject({
      phase: { id: '2', title: 'Re-anchor' },
      // Phase 4 is optional, but the task has been through it.
      completed: ['1', '4'],
      sequence: ['1', '2', '3', '4', '5', '6', '7', '10', '11', '12'],
    });
    const { row } = await service.query('task.detail', { id: task(1) });
    expect(row.phase).toMatchObject({ title: 'Re-anchor', completed: 2, total: 10 });
  });

  test('are only for tasks that exist', async () => {
    const { service } = await openBench();
    expect(await codeOf(service.command('phase.next', { taskId: 'fn-1-none.1' }))).toBe(
      'task.not_found',
    );
  });
});

describe('the pipeline of an epic', () => {
  test('is in one phase at a time', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    const advance = (phase: string, status: 'pending' | 'active' | 'done' | 'skipped') =>
      service.command('pipeline.advance', { epicId: epic, phase, status });
    const phaseNow = async () =>
      (await service.query('epic.detail', { id: epic })).row.pipelinePhase;
    expect(await phaseNow()).toBeNull();
    await advance('brainstorm', 'active');
    expect(await phaseNow()).toBe('brainstorm');
    await advance('plan', 'active');
    expect(await phaseNow()).toBe('plan');
    const { pipeline } = await service.query('epic.detail', { id: epic });
    expect(pipeline.map(({ status }) => status).slice(0, 3)).toEqual(['done', 'active', 'pending']);
    await advance('plan', 'done');
    expect(await phaseNow()).toBe('plan_review');
    await advance('plan_review', 'skipped');
    expect(await phaseNow()).toBe('work');
    await advance('plan', 'pending');
    const events = await service.query('events.list', { epicId: epic });
    expect(events.map(({ kind }) => kind)).toEqual([
      'epic_updated',
      'pipeline_phase_completed',
      'pipeline_phase_completed',
      'pipeline_phase_started',
      'pipeline_phase_completed',
      'pipeline_phase_started',
      'epic_created',
    ]);
  });

  test('says nothing where nothing changes, and knows its phases', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    const input = { epicId: epic, phase: 'work', status: 'active' } as const;
    await service.command('pipeline.advance', input);
    await service.command('pipeline.advance', input);
    expect(await service.query('events.list', { kind: 'pipeline_phase_started' })).toHaveLength(1);
    expect(await codeOf(service.command('pipeline.advance', { ...input, phase: 'lunch' }))).toBe(
      'phase.unknown',
    );
  });
});
