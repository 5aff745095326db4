import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Service } from '../../source/service/index.js';
import type { SqlRow } from '../../source/store/types.js';
import { codeOf, makeEpic, openBench, type Bench } from './support/service.js';

/** Everything that people and agents change; the log, derived texts and signs of life are no part of it. */
const tables = {
  epics: ['version', 'updated_at'],
  tasks: ['version', 'updated_at'],
  memory: ['version'],
  task_deps: [],
  epic_deps: [],
  unresolved_task_deps: [],
  unresolved_epic_deps: [],
  task_labels: [],
  epic_labels: [],
  file_ownership: [],
  runtime_state: [],
  evidence: [],
  phase_progress: [],
  pipeline_progress: [],
  configuration: [],
  // A lock that comes back lasts as long again.
  file_locks: ['expires_at'],
  gaps: [],
  approvals: [],
} as const satisfies Record<string, readonly string[]>;

async function stored(bench: Bench): Promise<Record<string, SqlRow[]>> {
  const contents: Record<string, SqlRow[]> = {};
  for (const [table, without] of Object.entries<readonly string[]>(tables)) {
    const rows = await bench.rows(`SELECT * FROM ${table} ORDER BY 1, 2`);
    contents[table] = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !without.includes(column))),
    );
  }
  return contents;
}

const taskCount = 4;
const step = fc.record({
  what: fc.constantFrom(
    ...(['start', 'done', 'block', 'unblock', 'fail', 'skip', 'restart', 'release'] as const),
    ...(['reset', 'edit', 'depend', 'split', 'create', 'phase', 'batch', 'editMany'] as const),
    ...([
      'close',
      'reopen',
      'archive',
      'unarchive',
      'set',
      'replay',
      'epic',
      'epicDepend',
    ] as const),
    ...(['pipeline', 'rename', 'remember', 'recall', 'forget', 'verify', 'backend'] as const),
    ...(['lock', 'unlock', 'gap', 'resolveGap', 'ask', 'answer'] as const),
    ...(['clean', 'editEpic', 'undo', 'undo', 'undo', 'redo', 'redo'] as const),
  ),
  task: fc.integer({ min: 1, max: taskCount + 2 }),
  other: fc.integer({ min: 1, max: taskCount + 2 }),
  force: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function perform(service: Service, { what, force, ...step }: Step): Promise<string> {
  const id = `fn-1.${step.task}`;
  const other = `fn-1.${step.other}`;
  const epic = { id: 'fn-1', force };
  const memory = { id: 1 + (step.task % 4) };
  const call = async (): Promise<unknown> => {
    switch (what) {
      case 'start':
      case 'unblock':
      case 'fail':
      case 'skip':
      case 'restart':
      case 'release':
        return service.command(`task.${what}`, { id, force });
      case 'done': {
        const evidence = { commits: ['abc'], workspaceChanges: { final_rev: 'f' } };
        return service.command('task.done', { id, force, summary: `as ${other}`, evidence });
      }
      case 'block':
        return service.command('task.block', { id, force, reason: `waits for ${other}` });
      case 'reset':
        return service.command('task.reset', { id, force, cascade: step.other % 2 === 0 });
      case 'edit':
        return service.command('task.edit', {
          id,
          title: `Title ${step.other}`,
          priority: force ? step.other : null,
          assignee: force ? 'bob' : null,
          body: `Text ${step.other}`,
          files: [`${step.other}.ts`, 'a.ts'],
        });
      case 'depend':
        return service.command('task.edit', { id, dependsOn: force ? [other] : [] });
      case 'split':
        return service.command('task.split', { id, titles: ['One', 'Two'], chain: force, force });
      case 'create':
        return service.command('task.create', {
          epicId: 'fn-1',
          title: `New ${step.other}`,
          dependsOn: force ? [id] : [],
        });
      case 'phase':
        return force
          ? service.command('phase.next', { taskId: id, tdd: true })
          : service.command('phase.done', { taskId: id, phase: '0' });
      case 'batch':
        return service.command('tasks.apply', {
          operation: force ? 'skip' : 'fail',
          items: [{ id }, { id: other }, { id: 'fn-1.99' }],
          force,
        });
      case 'editMany':
        return service.command('tasks.edit', {
          items: [{ id }, { id: other }],
          edit: { priority: step.task, domain: force ? 'docs' : 'ops' },
        });
      case 'close':
      case 'reopen':
      case 'archive':
      case 'unarchive':
      case 'replay':
        return service.command(`epic.${what}`, epic);
      case 'set':
        return service.command('epic.set', {
          id: 'fn-1',
          planReview: force ? 'ship' : 'unknown',
          backends: { review: force ? 'codex' : null },
          autoExecute: force,
        });
      case 'editEpic':
        return service.command('epic.edit', {
          id: 'fn-1',
          body: `Text ${step.task}`,
          branchName: force ? 'x' : null,
        });
      case 'epic':
        return service.command('epic.create', { title: `Epic ${step.task}` });
      case 'epicDepend':
        return force
          ? service.command('epic.addDependency', { id: 'fn-1', dependsOn: 'fn-2' })
          : service.command('epic.removeDependency', { id: 'fn-1', dependsOn: 'fn-2' });
      case 'pipeline':
        return service.command('pipeline.advance', {
          epicId: 'fn-1',
          phase: force ? 'plan' : 'work',
          status: step.task % 2 === 0 ? 'active' : 'done',
        });
      case 'rename':
        return service.command('epic.rename', { id: 'fn-1', title: `Name ${step.task}` });
      case 'remember':
        return service.command('memory.add', {
          type: 'pitfall',
          content: `Lesson ${3 + step.task}`,
        });
      case 'recall':
        return service.command('memory.edit', { ...memory, content: `Better ${step.other}` });
      case 'forget':
        return service.command('memory.delete', memory);
      case 'verify':
        return service.command('memory.verify', memory);
      case 'backend':
        return service.command('task.setBackend', { id, implement: force ? 'rp' : null });
      case 'clean':
        return service.command('epic.clean', {});
      case 'lock':
        return service.command('lock.acquire', {
          taskId: id,
          paths: ['a.ts', `${step.other}.ts`],
          mode: force ? 'read' : 'write',
          ...(step.other % 2 === 0 && { holderPid: process.pid }),
        });
      case 'unlock':
        return service.command('lock.release', { taskId: id });
      case 'gap':
        return service.command('gap.add', {
          epicId: 'fn-1',
          capability: `Gap ${step.other}`,
          ...(force && { taskId: id }),
        });
      case 'resolveGap':
        return service.command('gap.resolve', { epicId: 'fn-1', capability: `gap ${step.other}` });
      case 'ask':
        return service.command('approval.create', { taskId: id, question: `May I ${other}?` });
      case 'answer': {
        // What was answered stays, and would hold a task that is taken back.
        const pending = await service.query('approvals.list', { status: 'pending' });
        const approval = pending.find(({ taskId }) => isFromTheBeginning(taskId));
        return service.command('approval.resolve', {
          id: approval?.id ?? 'none',
          decision: force ? 'approved' : 'rejected',
        });
      }
      case 'undo':
        return service.command('history.undo', {});
      case 'redo':
        return service.command('history.redo', {});
    }
  };
  return codeOf(call());
}

function isFromTheBeginning(taskId: string | null): boolean {
  return taskId !== null && numberOf(taskId) <= taskCount;
}

function numberOf(taskId: string): number {
  return Number(taskId.split('.').at(-1));
}

/** Answers cannot be taken back, nor what they answer: they stay, under the ids of the beginning. */
function answered(end: Record<string, SqlRow[]>, ids: (number: number) => string): SqlRow[] {
  return (end['approvals'] ?? [])
    .filter(({ status }) => status !== 'pending')
    .map((row) => {
      const task = ids(numberOf(row.task_id as string));
      return { ...row, epic_id: task.replace(/\.\d+$/, ''), task_id: task };
    });
}

function refusalOf(call: Promise<unknown>): Promise<string | null> {
  return call.then(
    () => null,
    (error: unknown) => String(error instanceof Error ? error.message : error),
  );
}

describe('undoing', () => {
  test('takes everything back to the beginning, and redoing leads to the end again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 40 }), async (steps) => {
        const bench = await openBench('ada');
        const { task } = await makeEpic(bench.beside('maker'), taskCount, [
          [2, 1],
          [3, 2],
        ]);
        for (let number = 1; number <= 3; number += 1) {
          const entry = { type: 'pitfall', content: `Lesson ${number}` };
          await bench.beside('maker').command('memory.add', entry);
        }
        await bench.execute("INSERT INTO configuration (key, value) VALUES ('max_retries', '1')");
        const beginning = await stored(bench);
        const { service } = bench;
        for (const each of steps)
          expect(await perform(service, each)).not.toMatch(/internal|store/);
        const end = await stored(bench);

        let undone = 0;
        for (;;) {
          const refusal = await refusalOf(service.command('history.undo', {}));
          if (refusal === 'There is nothing to undo.') break;
          expect(refusal).toBeNull();
          undone += 1;
        }
        expect(await stored(bench)).toEqual({ ...beginning, approvals: answered(end, task) });
        for (let count = 0; count < undone; count += 1) {
          expect(await refusalOf(service.command('history.redo', {}))).toBeNull();
        }
        expect(await stored(bench)).toEqual(end);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  }, 60_000);
});
