import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useServers } from './mcp-support.js';

const { agent, command, directory, plan } = useServers();

describe('an agent', () => {
  it('takes a task from ready to done, and every step is in the log under its name', async () => {
    await plan();
    const { client, answer, failure } = await agent({ name: 'claude-code' });
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect(await answer('status')).toMatchObject({ ready: 1, tasks: { todo: 3 } });
    expect(await answer('epics')).toMatchObject({ count: 1 });
    expect(await answer('tasks', { epic_id: 'fn-1', status: 'todo' })).toMatchObject({ count: 3 });
    const ready = await answer('ready', { epic_id: 'fn-1' });
    expect(ready).toMatchObject({ actor: 'claude-code', ready: [{ id: 'fn-1-add-sign-in.1' }] });

    expect(await answer('start', { task_id: 'fn-1.1', note: 'Mine' })).toMatchObject({
      status: 'in_progress',
    });
    expect(await answer('show', { id: 'fn-1.1' })).toMatchObject({ kind: 'task', title: 'Store' });
    expect(await answer('phase_next', { task_id: 'fn-1.1' })).toMatchObject({ phase: '0' });
    expect(await answer('phase_done', { task_id: 'fn-1.1', phase: '0' })).toMatchObject({
      next_phase: { phase: '1' },
    });
    expect(await answer('heartbeat', { task_id: 'fn-1.1' })).toMatchObject({
      task: 'fn-1-add-sign-in.1',
      messages: [],
    });
    const files = { task_id: 'fn-1.1', paths: ['src/a.ts'] };
    expect(await answer('lock', files)).toMatchObject({ locked: ['src/a.ts'], already_locked: [] });
    expect(await answer('unlock', files)).toEqual({ released: ['src/a.ts'] });
    expect(await answer('log_note', { text: 'Half way', task_id: 'fn-1.1' })).toHaveProperty('id');
    const tokens = { task_id: 'fn-1.1', input_tokens: 10, output_tokens: 5, cost_usd: 0.25 };
    expect(await answer('record_tokens', tokens)).toEqual({ id: 1 });
    const entry = { type: 'pitfall', content: 'The store forgets', tags: ['store'] };
    expect(await answer('memory_add', entry)).toMatchObject({ duplicate: false });
    expect(await answer('memory_add', entry)).toEqual({ id: 1, duplicate: true });
    expect(await answer('memory_search', { query: 'forgets' })).toMatchObject({ count: 1 });
    const evidence = { commits: ['1a2b3c4'], tests: ['npm test'], review_iterations: 2 };
    expect(await answer('done', { task_id: 'fn-1.1', summary: 'Stored', evidence })).toMatchObject({
      status: 'done',
    });
    expect(await answer('review', { epic_id: 'fn-1' })).toMatchObject({
      done: [{ summary: 'Stored', evidence: { commits: ['1a2b3c4'], review_iterations: 2 } }],
      open: [{ title: 'Form' }, { title: 'Page' }],
    });

    await answer('start', { task_id: 'fn-1.2' });
    expect(await answer('block', { task_id: 'fn-1.2', reason: 'No key' })).toMatchObject({
      status: 'blocked',
      reason: 'No key',
    });
    expect(await failure('fail', { task_id: 'fn-1.2' })).toMatchObject({
      code: 'task.transition',
      hint: 'Use force to do it all the same; that is recorded.',
    });

    const { events } = (await command('events')) as { events: Record<string, unknown>[] };
    const own = events.filter(({ origin }) => origin === 'mcp');
    expect(own.map(({ event_type: kind }) => kind).reverse()).toEqual([
      'task_started',
      'phase_started',
      'phase_completed',
      ...own
        .slice(0, -3)
        .map(({ event_type: kind }) => kind)
        .reverse(),
    ]);
    expect(new Set(own.map(({ actor }) => actor))).toEqual(new Set(['claude-code']));
    expect(new Set(own.map(({ session_id: session }) => session)).size).toBe(1);
    expect(own[0]?.['session_id']).toMatch(/^mcp-/);
  });

  it('is told the one thing to do next', async () => {
    await plan();
    const { answer, failure } = await agent({ name: 'claude-code' });
    const epic = 'fn-1-add-sign-in';
    const first = { status: 'work', epic, task: `${epic}.1`, reason: 'ready_task' };
    expect(await answer('next')).toEqual({ ...first, blocked_epics: {} });
    expect(await answer('next', { require_plan_review: true })).toMatchObject({
      status: 'plan',
      reason: 'needs_plan_review',
    });
    await answer('start', { task_id: 'fn-1.1' });
    // An epic may be named as people type it.
    expect(await answer('next', { epic_ids: ['fn-1'] })).toMatchObject({
      task: `${epic}.1`,
      reason: 'resume_in_progress',
    });
    expect(await answer('next', { epic_ids: [] })).toMatchObject({ status: 'none' });
    expect(await failure('next', { epic_ids: ['fn-7'] })).toMatchObject({ code: 'epic.not_found' });
  });

  it('takes an epic through its pipeline, past gates that know the working tree', async () => {
    await plan();
    writeFileSync(path.join(directory(), 'codex'), '#!/bin/sh\n', { mode: 0o755 });
    const environment = { FLOW_REVIEW_BACKEND: 'codex', PATH: directory() };
    const { answer, failure } = await agent({ environment });
    const epic = { epic_id: 'fn-1' };
    const begun = { epic: 'fn-1-add-sign-in', phase: 'brainstorm', all_done: false };
    expect(await answer('epic_phase_next', epic)).toMatchObject(begun);
    const brainstorm = { ...epic, phase: 'brainstorm' };
    expect(await failure('epic_phase_done', brainstorm)).toMatchObject({
      code: 'pipeline.gate',
      hint: 'Do what is missing, or leave the gate out with force; that is recorded.',
    });
    const nowhere = { ...brainstorm, receipt: { artifact: 'ideas.md' } };
    expect(await failure('epic_phase_done', nowhere)).toMatchObject({
      code: 'pipeline.receipt_invalid',
    });
    writeFileSync(path.join(directory(), 'ideas.md'), '# Ideas\n\n## Scope\n\nPasskeys.\n');
    expect(await answer('epic_phase_done', nowhere)).toMatchObject({
      previous_phase: 'brainstorm',
      phase: 'plan',
    });
    const leap = { ...epic, phase: 'work' };
    expect(await failure('epic_phase_done', leap)).toMatchObject({ code: 'phase.out_of_order' });
    expect(await answer('epic_phase_done', { ...epic, phase: 'plan', force: true })).toMatchObject({
      phase: 'plan_review',
      gate_skipped: true,
    });
    // The environment names a reviewer, so that its receipt is asked for.
    const review = { ...epic, phase: 'plan_review', score: 28, evidence: 'Each question answered' };
    expect(await failure('epic_phase_done', review)).toMatchObject({
      error: expect.stringContaining('The receipt of codex is missing (receipt).') as string,
    });
  });
});
