import { describe, expect, test } from 'vitest';
import { codeOf, errorOf, latestEvent, makeEpic, openBench } from './support/service.js';

const evidence = `Q1 yes. Q2 yes. Q3 no. Q4 mostly. Q5 all. ${'Reasons. '.repeat(30)}`;

describe('the pipeline of an epic', () => {
  test('begins with brainstorming, once, and tells what to do', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 1);
    expect(await service.query('pipeline.state', { epicId: 'fn-1' })).toMatchObject({
      phase: 'brainstorm',
      fresh: true,
    });
    const state = await service.command('pipeline.next', { epicId: 'fn-1' });
    expect(state).toMatchObject({
      epicId: epic,
      phase: 'brainstorm',
      fresh: false,
      allDone: false,
    });
    await service.command('pipeline.next', { epicId: epic });
    expect(await service.query('events.list', { kind: 'pipeline_phase_started' })).toHaveLength(1);
    const { row, pipeline } = await service.query('epic.detail', { id: epic });
    expect(row).toMatchObject({ pipelinePhase: 'brainstorm', version: 1 });
    expect(pipeline[0]).toMatchObject({ id: 'brainstorm', status: 'active' });
  });

  test('skips brainstorming for trivial work, unless somebody wants it', async () => {
    const { service } = await openBench();
    const fix = await makeEpic(service, 0, [], 'Fix a typo');
    const state = await service.command('pipeline.next', { epicId: fix.epic });
    expect(state).toMatchObject({ phase: 'plan', trivial: true });
    expect(state.receipts).toMatchObject([{ phase: 'brainstorm', skipped: true }]);
    const other = await makeEpic(service, 0, [], 'Fix another typo');
    const wanted = { epicId: other.epic, brainstorm: true };
    expect(await service.command('pipeline.next', wanted)).toMatchObject({ phase: 'brainstorm' });
  });

  test('goes to its end through the gates, and keeps what was handed in', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 1);
    const done = (phase: string, rest = {}) =>
      service.command('pipeline.done', { epicId: epic, phase, ...rest });

    expect(await errorOf(done('brainstorm'))).toMatchObject({ code: 'pipeline.gate' });
    expect(await done('brainstorm', { requirements: '## Scope\n\nThis\n' })).toMatchObject({
      previous: 'brainstorm',
      phase: 'plan',
    });
    const error = await errorOf(done('plan', { receipt: { tasks: [task(1)] } }));
    expect(error.details).toMatchObject({
      phase: 'plan',
      missing: [expect.stringContaining(task(1))],
    });
    await bench.execute('UPDATE tasks SET body = ?', [
      '## Description\n\nA\n\n## Acceptance\n\nB\n',
    ]);
    await done('plan', { receipt: { tasks: [task(1)] } });

    const receipt = { mode: 'codex', verdict: 'SHIP' };
    await done('plan_review', { score: 27, evidence, receipt });
    expect((await service.query('epic.detail', { id: epic })).row.planReview).toBe('passed');
    expect((await latestEvent(service, 'pipeline_phase_completed')).after).toMatchObject({
      planReview: 'passed',
      'phase:plan_review': { status: 'done' },
    });

    expect(await codeOf(done('work'))).toBe('pipeline.gate');
    await service.command('task.start', { id: task(1) });
    await service.command('task.done', { id: task(1) });
    await done('work');
    await done('impl_review', { score: 20, evidence });
    expect((await errorOf(done('close'))).message).toContain('The epic is open');
    await bench.execute("UPDATE epics SET status = 'done'");
    const last = await done('close');
    expect(last).toMatchObject({ phase: 'completed', allDone: true });
    expect(last.receipts).toMatchObject([
      { phase: 'brainstorm' },
      { phase: 'plan', receipt: { tasks: [task(1)] } },
      { phase: 'plan_review', score: 27, evidence: evidence.trim(), receipt, actor: 'ada' },
      { phase: 'work', score: null },
      { phase: 'impl_review', score: 20 },
      { phase: 'close' },
      { phase: 'completed' },
    ]);
    expect(await codeOf(done('close'))).toBe('phase.all_done');
  });

  test('takes a receipt that names the tasks by short ids, and tells which names are none', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic } = await makeEpic(service, 2);
    await bench.execute('UPDATE tasks SET body = ?', [
      '## Description\n\nA\n\n## Acceptance\n\nB\n',
    ]);
    const done = (phase: string, rest = {}) =>
      service.command('pipeline.done', { epicId: epic, phase, ...rest });
    await done('brainstorm', { requirements: '## Scope\n\nThis\n' });
    const wrong = await errorOf(
      done('plan', { receipt: { tasks: ['fn-1.1', 'fn-1.2', 'fn-1.9'] } }),
    );
    expect(wrong.details).toMatchObject({
      missing: ['The receipt names what does not exist: fn-1.9.'],
    });
    const receipt = { tasks: ['fn-1.1', 'fn-1.2'] };
    expect(await done('plan', { receipt })).toMatchObject({ phase: 'plan_review' });
  });

  test('refuses leaps, unknown phases and ids, and whole files', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 1);
    const done = (phase: string, rest = {}) =>
      service.command('pipeline.done', { epicId: epic, phase, ...rest });
    expect(await errorOf(done('work'))).toMatchObject({
      code: 'phase.out_of_order',
      details: { next: 'brainstorm' },
    });
    expect(await codeOf(done('lunch'))).toBe('phase.unknown');
    expect((await errorOf(done('x'.repeat(1_000_000)))).message.length).toBeLessThan(300);
    const huge = { evidence: 'x'.repeat(1_000_000), force: true };
    expect(await codeOf(done('brainstorm', huge))).toBe('pipeline.receipt_invalid');
    expect(await codeOf(service.command('pipeline.next', { epicId: task(1) }))).toBe('id.invalid');
    expect(
      await errorOf(service.command('pipeline.next', { epicId: 'fn-9-samle-work' })),
    ).toMatchObject({
      code: 'epic.not_found',
      message: expect.stringContaining(epic) as string,
    });
    // Nothing was half-written by what was refused.
    expect((await service.query('pipeline.state', { epicId: epic })).phase).toBe('brainstorm');
  });

  test('lets a gate be left out, and says so', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    const input = { epicId: epic, phase: 'Brainstorm', force: true };
    const { receipts } = await service.command('pipeline.done', input);
    expect(receipts).toMatchObject([{ phase: 'brainstorm', forced: true }]);
  });

  test('is over for an epic that was closed without it', async () => {
    const bench = await openBench();
    const { epic } = await makeEpic(bench.service, 0);
    await bench.execute("UPDATE epics SET status = 'done'");
    expect(await bench.service.command('pipeline.next', { epicId: epic })).toMatchObject({
      phase: 'completed',
      allDone: true,
      fresh: true,
    });
    expect(await bench.rows('SELECT * FROM pipeline_progress')).toEqual([]);
  });
});

describe('checks of the tree', () => {
  test('count until a task is finished after them, and a recorded failure beats a claim', async () => {
    const bench = await openBench();
    const { service } = bench;
    const { epic, task } = await makeEpic(service, 2);
    await service.command('configuration.set', { key: 'stack.backend.test', value: 'make test' });
    await bench.execute(
      "INSERT INTO pipeline_progress (epic_id, phase, status) VALUES (?, 'work', 'active')",
      [epic],
    );
    const record = (check: 'guard' | 'invariants', passed: boolean) =>
      service.command('check.record', { check, passed, results: [] });
    const missing = async (rest = {}) => {
      const input = { epicId: epic, phase: 'work', hasInvariants: true, ...rest };
      const error = await errorOf(service.command('pipeline.done', input));
      return (error.details?.['missing'] as string[]).join(' ');
    };
    await record('guard', true);
    await record('invariants', true);
    expect(await missing()).toBe(`Not done yet: ${task(1)}, ${task(2)}.`);
    await service.command('task.start', { id: task(1) });
    await service.command('task.done', { id: task(1) });
    expect(await missing()).toContain('The guard has not passed since');
    expect(await missing({ guardRan: true, receipt: { invariants_passed: true } })).toBe(
      `Not done yet: ${task(2)}.`,
    );
    await record('guard', false);
    expect(await missing({ guardRan: true })).toContain('The guard failed.');
    await service.command('task.skip', { id: task(2) });
    await record('guard', true);
    await record('invariants', true);
    const input = { epicId: epic, phase: 'work', hasInvariants: true };
    expect(await service.command('pipeline.done', input)).toMatchObject({ phase: 'impl_review' });
  });
});
