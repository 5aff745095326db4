import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyProject, type Json } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
let epic: string;

beforeEach(async () => {
  project = await emptyProject();
  epic = String((await project.json(['epic', 'create', '--title', 'Add sign-in']))['id']);
  for (const title of ['Store', 'Form']) {
    await project.json(['task', 'create', '--epic', epic, '--title', title, '--files', 'a.ts']);
  }
});

const task = (number: number): string => `${epic}.${number}`;
const list = (value: unknown): readonly Json[] => value as readonly Json[];

describe('figures', () => {
  it('answer with the keys of the original', async () => {
    await project.json(['start', task(1)]);
    await project.json(['done', task(1)]);
    const record = ['tokens', 'record', '--task', task(1), '--input', '1200', '--output', '300'];
    await project.json([...record, '--cost', '0.5', '--model', 'opus', '--cache-read', '9']);
    expect(await project.json(['stats', 'summary'])).toMatchObject({
      total_epics: 1,
      open_epics: 1,
      total_tasks: 2,
      done_tasks: 1,
      in_progress_tasks: 0,
      blocked_tasks: 0,
      total_tokens: 1500,
      total_cost_usd: 0.5,
    });
    const { epics } = await project.json(['stats', 'epics', '--epic', 'fn-1']);
    expect(list(epics)).toEqual([
      {
        id: epic,
        title: 'Add sign-in',
        status: 'open',
        task_count: 2,
        done_count: 1,
        avg_duration_secs: 0,
        total_tokens: 1500,
        total_cost: 0.5,
      },
    ]);
    expect(list((await project.json(['stats', 'weekly']))['weekly_trends'])).toMatchObject([
      { tasks_started: 1, tasks_completed: 1, tasks_failed: 0 },
    ]);
    expect(list((await project.json(['stats', 'tokens']))['token_usage'])).toMatchObject([
      { epic_id: epic, model: 'opus', input_tokens: 1200, cache_read: 9, estimated_cost: 0.5 },
    ]);
    expect(list((await project.json(['tokens', 'list']))['token_usage'])).toMatchObject([
      { task_id: task(1), epic_id: epic, output_tokens: 300 },
    ]);
    expect(await project.json(['stats', 'dora'])).toEqual({
      lead_time_hours: 0,
      throughput_per_week: 0.25,
      change_failure_rate: 0,
      time_to_restore_hours: null,
    });
    expect(list((await project.json(['stats', 'domains']))['domains'])).toMatchObject([
      { domain: 'general', completed_count: 1, stddev_duration_secs: 0 },
    ]);
    expect(await project.json(['stats', 'rollup'])).toEqual({ months_updated: 1 });
    expect(await project.json(['stats', 'cleanup'])).toMatchObject({
      ...{ deleted: 0, events: 0, days: 0 },
    });
    const wrong = await project.run([...record, '--cost', 'much']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('not much')]);
    expect(await project.json(['estimate', '--epic', epic])).toEqual({
      epic,
      total_tasks: 2,
      done_tasks: 1,
      incomplete_tasks: 1,
      avg_duration_secs: 0,
      estimated_remaining_secs: 0,
    });
  });

  it('cut long titles between characters (mends: they were cut within one)', async () => {
    const title = '漢'.repeat(60);
    await project.json(['task', 'create', '--epic', epic, '--title', title]);
    await project.json(['block', task(3), '--reason', 'x']);
    const { stdout } = await project.run(['stats', 'bottlenecks']);
    expect(stdout).toContain(`${'漢'.repeat(19)}…`);
    expect(stdout).not.toContain('\ufffd');
  });
});

describe('what comes next', () => {
  it('is told in one line, and in JSON', async () => {
    expect((await project.run(['next'])).stdout).toBe(`work ${task(1)} ready_task\n`);
    const gated = await project.json(['next', '--require-plan-review']);
    expect(gated).toEqual({
      status: 'plan',
      epic,
      task: null,
      reason: 'needs_plan_review',
      blocked_epics: {},
    });
    writeFileSync(path.join(project.directory, 'epics.json'), '{"epics":[]}');
    const none = await project.json(['next', '--epics-file', 'epics.json']);
    expect(none).toMatchObject({ status: 'none', reason: 'none' });
  });

  it('stands in the queue', async () => {
    await project.json(['done', task(1), '--force']);
    const { epics } = await project.json(['queue']);
    expect(list(epics)).toEqual([
      {
        id: epic,
        title: 'Add sign-in',
        status: 'open',
        tasks: { todo: 1, in_progress: 0, done: 1, blocked: 0, failed: 0, ready: 1 },
        total_tasks: 2,
        progress: 50,
        blocked_by: [],
      },
    ]);
    expect((await project.run(['queue', '--ascii'])).stdout).toBe(
      `o ${epic}: Add sign-in\n  ##########.......... 50% (1/2 done, 1 ready)\n`,
    );
  });
});

describe('an epic', () => {
  it('shows its layers and who means to touch which file', async () => {
    await project.json(['dep', 'add', task(1), task(2)]);
    const { layers } = await project.json(['dag', 'fn-1']);
    expect(list(layers).map(({ nodes }) => list(nodes).map(({ id }) => id))).toEqual([
      [task(2)],
      [task(1)],
    ]);
    expect(await project.json(['files', '--epic', epic])).toEqual({
      epic,
      ownership: { 'a.ts': [task(1), task(2)] },
      conflicts: { 'a.ts': [task(1), task(2)] },
      file_count: 1,
      conflict_count: 1,
    });
    expect(await project.json(['files', 'fn-1'])).toMatchObject({ epic });
    expect(await project.json(['estimate', 'fn-1'])).toMatchObject({ epic, total_tasks: 2 });
    expect((await project.run(['estimate'])).code).toBe(2);
  });

  it('shows what lies on its branch', async () => {
    const environment = {
      PATH: process.env['PATH'] ?? '',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    };
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        cwd: project.directory,
        env: environment,
        encoding: 'utf8',
      });
    git('init', '-q', '-b', 'main');
    git('commit', '-q', '--allow-empty', '-m', 'First');
    git('checkout', '-q', '-b', epic);
    writeFileSync(path.join(project.directory, 'new.txt'), 'x\n');
    git('add', 'new.txt');
    git('commit', '-q', '-m', 'Add a file');
    const shown = await project.json(['diff', epic], { environment });
    expect(shown).toMatchObject({ epic, branch: epic, base_ref: git('rev-parse', 'main').trim() });
    expect(shown['log']).toMatch(/^[0-9a-f]{7} Add a file$/);
    expect(shown['diff_stat']).toContain('new.txt | 1 +');
    // The main branch may be called anything: the configuration of the repository tells.
    git('config', 'init.defaultBranch', 'stem');
    git('branch', '-m', 'main', 'stem');
    const again = await project.json(['diff', epic], { environment });
    expect(again['base_ref']).toBe(git('rev-parse', 'stem').trim());
    git('branch', '-m', 'other');
    const failed = await project.error(['diff', epic], { environment });
    expect(failed).toMatchObject({ code: 'git.failed' });
  });
});
