import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { expectSchema } from '../support/schemas.js';
import { emptyProject, type Json } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
let epic: string;

/** An epic with three tasks in a row. */
beforeEach(async () => {
  project = await emptyProject();
  epic = String((await project.json(['epic', 'create', '--title', 'Add sign-in']))['id']);
  for (const [number, title] of ['Store', 'Form', 'Page'].entries()) {
    const deps = number > 0 ? ['--deps', `${epic}.${number}`] : [];
    await project.json(['task', 'create', '--epic', epic, '--title', title, ...deps]);
  }
});

const task = (number: number): string => `${epic}.${number}`;
const list = (value: unknown): readonly Json[] => value as readonly Json[];

describe('planning', () => {
  it('creates an epic', async () => {
    expect(await project.json(['epic', 'create', '--title', 'More'])).toEqual({
      id: 'fn-2-more',
      title: 'More',
      spec_path: null,
      message: 'Epic fn-2-more created',
    });
  });

  it('creates a task with all its flags, acceptance from standard input', async () => {
    const argv = ['task', 'create', '--epic', 'fn-1', '--title', 'All', '--deps', task(1)];
    const more = ['--acceptance-file', '-', '--priority', '2', '--domain', 'backend'];
    const created = await project.json([...argv, ...more, '--files', 'a.ts,b.ts'], {
      stdin: '- [ ] It works\n',
    });
    expect(created).toEqual({
      id: task(4),
      epic,
      title: 'All',
      depends_on: [task(1)],
      spec_path: null,
      message: `Task ${task(4)} created`,
    });
    expect(await project.json(['show', task(4)])).toMatchObject({
      priority: 2,
      domain: 'backend',
      files: ['a.ts', 'b.ts'],
    });
    expect((await project.json(['cat', task(4)]))['content']).toContain('- [ ] It works');
  });

  it('adds and removes dependencies', async () => {
    expect(await project.json(['dep', 'add', task(3), task(1)])).toEqual({
      task: task(3),
      depends_on: [task(1), task(2)],
    });
    expect(await project.json(['dep', 'rm', task(3), task(1)])).toEqual({
      task: task(3),
      depends_on: [task(2)],
      removed: true,
    });
    expect(await project.json(['dep', 'rm', task(3), task(1)])).toMatchObject({ removed: false });
    expect(await project.error(['dep', 'add', task(1), task(3)])).toMatchObject({
      code: 'dependency.cycle',
    });
  });
});

describe('reading', () => {
  it('lists epics and tasks with the keys of the original', async () => {
    expect(await project.json(['epics'])).toEqual({
      epics: [{ id: epic, title: 'Add sign-in', status: 'open', tasks: 3, done: 0 }],
      count: 1,
    });
    const rows = await project.json(['tasks', '--epic', 'fn-1', '--status', 'todo']);
    expect(rows['count']).toBe(3);
    expect(list(rows['tasks'])[1]).toEqual({
      id: task(2),
      epic,
      title: 'Form',
      status: 'todo',
      priority: null,
      domain: 'general',
      depends_on: [task(1)],
      finished_hint: false,
    });
    expect(await project.json(['tasks', '--domain', 'docs'])).toEqual({ tasks: [], count: 0 });
    const both = await project.json(['list']);
    expect(Object.keys(both)).toEqual(['epics', 'tasks', 'epic_count', 'task_count']);
    expect(both).toMatchObject({ epic_count: 1, task_count: 3 });
  });

  it('shows an epic and a task', async () => {
    const shown = await project.json(['show', 'fn-1']);
    expect(Object.keys(shown)).toEqual(
      expect.arrayContaining([
        ...['id', 'title', 'status', 'branch_name', 'plan_review_status', 'plan_reviewed_at'],
        ...['completion_review_status', 'completion_reviewed_at', 'depends_on_epics'],
        ...['default_impl', 'default_review', 'default_sync', 'spec_path'],
        ...['created_at', 'updated_at', 'tasks'],
      ]),
    );
    expect(list(shown['tasks'])[2]).toMatchObject({
      id: task(3),
      title: 'Page',
      status: 'todo',
      priority: null,
      depends_on: [task(2)],
    });
    expect(Object.keys(await project.json(['show', task(1)]))).toEqual(
      expect.arrayContaining([
        ...['id', 'epic', 'title', 'status', 'priority', 'domain', 'depends_on', 'files'],
        ...['impl', 'review', 'sync', 'assignee', 'claimed_at', 'claim_note', 'spec_path'],
        ...['created_at', 'updated_at', 'evidence', 'blocked_reason'],
      ]),
    );
  });

  it('counts by status', async () => {
    await project.json(['start', task(1)]);
    expect(await project.json(['status'])).toMatchObject({
      flow_exists: true,
      epics: { open: 1, done: 0 },
      tasks: { todo: 2, in_progress: 1, blocked: 0, done: 0 },
      runs: [],
    });
    const { interrupted } = await project.json(['status', '--interrupted']);
    expect(list(interrupted)).toMatchObject([
      { id: epic, total: 3, reason: 'partially_complete', stale_task_ids: [task(1)] },
    ]);
    const { layers } = await project.json(['status', '--dag', '--epic', epic]);
    expect(list(layers).map(({ nodes }) => list(nodes).map(({ id }) => id))).toEqual([
      [task(1)],
      [task(2)],
      [task(3)],
    ]);
  });

  it('lists what is ready, of one epic or of all', async () => {
    const answer = {
      actor: 'tester',
      ready: [{ id: task(1), title: 'Store', depends_on: [] }],
      in_progress: [],
      blocked: [
        { id: task(2), title: 'Form', blocked_by: [task(1)] },
        { id: task(3), title: 'Page', blocked_by: [task(2)] },
      ],
    };
    expect(await project.json(['ready'])).toEqual({ epic: null, ...answer });
    expect(await project.json(['ready', '--epic', 'fn-1'])).toEqual({ epic, ...answer });
    expect(await project.json(['ready', 'fn-1'])).toEqual({ epic, ...answer });
    await project.json(['start', task(1)]);
    expect((await project.json(['ready']))['in_progress']).toEqual([
      { id: task(1), title: 'Store', assignee: 'tester' },
    ]);
  });

  it('prints text without --json', async () => {
    expect((await project.run(['epics'])).stdout).toBe(
      `[open] ${epic}: Add sign-in (0/3 tasks done)\n`,
    );
    expect((await project.run(['list'])).stdout).toBe(
      [
        `[open] ${epic}: Add sign-in (0/3 tasks done)`,
        `  [todo] ${task(1)}: Store [general]`,
        `  [todo] ${task(2)}: Form [general] (deps: ${task(1)})`,
        `  [todo] ${task(3)}: Page [general] (deps: ${task(2)})\n`,
      ].join('\n'),
    );
    for (const argv of [
      ['status'],
      ['status', '--interrupted'],
      ['status', '--dag', '--epic', epic],
      ['tasks'],
      ['show', epic],
      ['show', task(2)],
      ['cat', epic],
      ['cat', task(2)],
      ['ready'],
      ['events'],
      ['memory', 'list'],
      ['memory', 'search', 'nothing'],
    ]) {
      const { code, stdout, stderr } = await project.run(argv);
      expect({ code, stderr }, argv.join(' ')).toEqual({ code: 0, stderr: '' });
      expect(stdout, argv.join(' ')).toMatch(/^[^{].*\n$/s);
    }
  });
});

describe('the life of a task', () => {
  it('starts, resumes and finishes with evidence', async () => {
    const started = await project.json(['start', task(1), '--note', 'mine']);
    expect(started).toEqual({
      id: task(1),
      status: 'in_progress',
      message: `Task ${task(1)} started`,
    });
    await project.json(['start', task(1)]);
    const evidence = {
      commits: 'abc1234',
      tests: ['npm test'],
      workspace_changes: { files_changed: 2 },
      mood: 'good',
    };
    const done = await project.json(
      ['done', task(1), '--summary-file', '-', '--evidence-json', JSON.stringify(evidence)],
      { stdin: 'All of it.\n' },
    );
    expect(done).toMatchObject({
      id: task(1),
      status: 'done',
      duration_seconds: expect.any(Number) as number,
      warning: expect.stringContaining('final_rev') as string,
    });
    expect(await project.json(['show', task(1)])).toMatchObject({
      status: 'done',
      summary: 'All of it.',
      claim_note: 'mine',
      evidence: { commits: ['abc1234'], tests: ['npm test'], prs: [], mood: 'good' },
    });
    expect((await project.json(['cat', task(1)]))['content']).toContain('All of it.');
  });

  it('takes evidence from a file and inline', async () => {
    writeFileSync(path.join(project.directory, 'evidence.json'), '{"commits":["fff0000"]}');
    await project.json(['start', task(1)]);
    await project.json(['done', task(1), '--evidence-json', 'evidence.json', '--summary', 'S']);
    expect(await project.json(['show', task(1)])).toMatchObject({
      evidence: { commits: ['fff0000'] },
    });
    await project.json(['start', task(2)]);
    const { duration_seconds: took } = await project.json([
      'done',
      task(2),
      '--evidence',
      '{"prs":["#1"]}',
    ]);
    expect(took).toBe(0);
  });

  it('refuses evidence that is none', async () => {
    await project.json(['start', task(1)]);
    for (const [evidence, message] of [
      ['nonsense', 'is not JSON'],
      ['[]', 'must be a JSON object'],
      ['{"commits":[1]}', 'commits must be a list of texts'],
    ] as const) {
      const { code, stderr } = await project.run(['done', task(1), '--evidence', evidence]);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }
    const missing = await project.run(['done', task(1), '--summary-file', 'no-such-file']);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('--summary-file cannot be read');
  });

  it('blocks, unblocks, fails, restarts and skips', async () => {
    const blocked = await project.json(['block', task(1), '--reason', ' Waits for a key ']);
    expect(blocked).toMatchObject({ status: 'blocked', reason: 'Waits for a key' });
    expect(await project.json(['show', task(1)])).toMatchObject({
      blocked_reason: 'Waits for a key',
    });
    expect(await project.json(['unblock', task(1)])).toMatchObject({ status: 'todo' });
    await project.json(['start', task(1)]);
    expect(await project.json(['fail', task(1), '--reason', 'Broken'])).toEqual({
      id: task(1),
      status: 'failed',
      message: `Task ${task(1)} failed`,
      reason: 'Broken',
      upstream_failed: [task(2), task(3)],
    });
    expect(await project.json(['restart', task(1), '--dry-run'])).toEqual({
      dry_run: true,
      would_reset: [task(1), task(2), task(3)],
      already_todo: [],
      in_progress_overridden: [],
    });
    expect(await project.json(['restart', task(1)])).toEqual({
      reset: [task(1), task(2), task(3)],
      skipped: [],
      cascade_from: task(1),
    });
    expect(await project.json(['task', 'skip', task(1), '--reason', 'No need'])).toMatchObject({
      status: 'skipped',
      reason: 'No need',
    });
    // The reason also stands behind the task.
    expect(await project.json(['block', task(2), 'No key'])).toMatchObject({ reason: 'No key' });
    expect((await project.json(['fail', task(3), 'Red', '--force']))['reason']).toBe('Red');
    expect((await project.json(['task', 'skip', task(3), 'Moot']))['reason']).toBe('Moot');
  });

  it('goes through the phases of a worker', async () => {
    await project.json(['start', task(1)]);
    const next = await project.json(['worker-phase', 'next', '--task', task(1), '--tdd']);
    expect(next).toEqual({
      phase: '0',
      title: 'Verify Configuration',
      done_condition: expect.any(String) as string,
      content: '',
      completed_phases: [],
      sequence: ['0', '1', '2a', '2', '2.5', '3', '5', '5b', '6'],
      all_done: false,
      messages: [],
    });
    const done = (phase: string) =>
      project.json(['worker-phase', 'done', '--task', task(1), '--phase', phase]);
    expect(await done('0')).toEqual({
      completed_phase: '0',
      completed_phases: ['0'],
      all_done: false,
      next_phase: {
        phase: '1',
        title: 'Re-anchor',
        done_condition: expect.any(String) as string,
      },
    });
    for (const phase of ['1', '2a', '2', '2.5', '3', '5', '5b']) await done(phase);
    expect(await done('6')).toMatchObject({ all_done: true, next_phase: null });
    expect(await project.json(['worker-phase', 'next', '--task', task(1)])).toMatchObject({
      phase: null,
      all_done: true,
    });
    const argv = ['worker-phase', 'done', '--task', task(1), '--phase', '1'];
    expect(await project.error(argv)).toMatchObject({ code: 'phase.all_done' });
  });

  it('acts under the name of the flag', async () => {
    await project.json(['start', task(1), '--actor', 'somebody']);
    const error = await project.error(['start', task(1)]);
    expect(error).toMatchObject({ code: 'task.claimed' });
    expect(error['error']).toContain('somebody');
    await project.json(['start', task(1), '--force']);
  });
});

describe('memory', () => {
  it('remembers once, lists and finds', async () => {
    const argv = ['memory', 'add', 'pitfalls', 'The mock server ignores timeouts'];
    const added = await project.json([...argv, '--module', 'api', '--tags', 'net, mock']);
    expect(added).toMatchObject({ type: 'pitfall', duplicate: false });
    expect(added['tags']).toEqual(expect.arrayContaining(['net', 'mock']));
    expect(await project.json(argv)).toEqual({ id: added['id'], duplicate: true });
    expect(await project.json(['memory', 'list'])).toMatchObject({
      counts: { pitfall: 1, convention: 0, decision: 0 },
      total: 1,
      total_refs: 0,
      index: [{ id: added['id'], type: 'pitfall', module: 'api', stale: false }],
    });
    expect(await project.json(['memory', 'search', 'server', 'timeouts'])).toMatchObject({
      query: 'server timeouts',
      count: 1,
      results: [{ id: added['id'] }],
    });
    expect(await project.json(['memory', 'search', 'timeouts', '--track', 'knowledge'])).toEqual({
      query: 'timeouts',
      meaning: { state: 'off', reason: 'The environment names no home to keep the model in' },
      results: [],
      count: 0,
    });
  });

  it('filters by severity', async () => {
    await project.json(['memory', 'add', 'pitfall', 'The sky falls', '--severity', 'critical']);
    await project.json(['memory', 'add', 'pitfall', 'The sky is grey']);
    for (const argv of [
      ['memory', 'list'],
      ['memory', 'search', 'sky'],
    ]) {
      const answer = await project.json([...argv, '--severity', 'Critical']);
      expect(list(answer['index'] ?? answer['results'])).toMatchObject([{ severity: 'critical' }]);
    }
  });

  it('shows the place of a hit once, and refuses to search for nothing', async () => {
    await project.json(['memory', 'add', 'pitfall', 'Short and whole']);
    await project.json(['memory', 'add', 'pitfall', `Headline\n\n${'filler '.repeat(60)}needle`]);
    expect((await project.run(['memory', 'search', 'whole'])).stdout).toBe(
      '#1 [pitfall] Short and whole\n',
    );
    expect((await project.run(['memory', 'search', 'needle'])).stdout).toMatch(
      /^#2 \[pitfall\] Headline\n {2}.*needle.*\n$/,
    );
    expect(await project.run(['memory', 'search', ' '])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('texts', () => {
  it.each<[flag: string, ...line: string[]]>([
    ['note', 'start'],
    ['reason', 'block'],
    ['reason', 'task', 'skip'],
    ['summary', 'done', '--force'],
  ])('--%s is taken as it is, from a file and from standard input (%s)', async (flag, ...line) => {
    writeFileSync(path.join(project.directory, 'text.md'), 'Of a file\n');
    const ways: [argv: string[], text: string][] = [
      [[`--${flag}`, 'As it is'], 'As it is'],
      [[`--${flag}`, '-'], 'Of standard input'],
      [[`--${flag}-file`, 'text.md'], 'Of a file'],
      [[`--${flag}-file`, '-'], 'Of standard input'],
    ];
    for (const [index, [argv, text]] of ways.entries()) {
      const title = `Way ${index}`;
      const id = String(
        (await project.json(['task', 'create', '--epic', epic, '--title', title]))['id'],
      );
      await project.json([...line, id, ...argv], { stdin: 'Of standard input\n' });
      expect(JSON.stringify(await project.json(['show', id]))).toContain(`"${text}"`);
    }
  });

  it('only one of them can read standard input', async () => {
    await project.json(['start', task(1)]);
    const argv = ['done', task(1), '--summary', '-', '--evidence', '-'];
    const { code, stderr } = await project.run(argv, { stdin: '{}' });
    expect(code).toBe(2);
    expect(stderr).toContain('Only one flag can read standard input.');
  });
});

describe('the forms of an answer', () => {
  it('is without messages, times and paths when it is to be compact', async () => {
    const shown = await project.json(['show', epic, '--compact']);
    for (const key of ['created_at', 'updated_at', 'spec_path'])
      expect(shown).not.toHaveProperty(key);
    expect(shown).toMatchObject({ id: epic, tasks: [{ id: task(1) }, {}, {}] });
    expect(await project.json(['start', task(1), '--compact'])).toEqual({
      id: task(1),
      status: 'in_progress',
    });
    expect((await project.run(['epics', '--compact'])).stdout).toContain('Add sign-in');
  });

  it('gives the version as an object too', async () => {
    expect(await project.json(['--version'])).toEqual({
      version: expect.stringMatching(/^\d/) as string,
    });
  });
});

describe('events', () => {
  it('keeps its columns below each other', async () => {
    await project.json(['memory', 'add', 'pitfall', 'Something', '--actor', 'a-long-name']);
    await project.json(['dep', 'rm', task(3), task(2)]);
    const lines = (await project.run(['events', '--limit', '3'])).stdout.trimEnd().split('\n');
    const starts = lines.map((line) => line.search(/(fn-1-add-sign-in(\.\d)?|#1)( {2}\(|$)/));
    expect(new Set(starts).size).toBe(1);
    expect(starts[0]).toBeGreaterThan(0);
    expect(lines.map((line) => line.slice(26, 39))).toEqual([
      'tester       ',
      'a-long-name  ',
      'tester       ',
    ]);
    expect((await project.run(['events', '--since', '2999-01-01'])).stdout).toBe(
      'There are no such events.\n',
    );
  });

  it('lists newest first, filtered', async () => {
    await project.json(['start', task(1)], { environment: { CLAUDE_SESSION_ID: 's-1' } });
    const { events, count } = await project.json(['events', '--type', 'task_started']);
    expect(count).toBe(1);
    expect(list(events)[0]).toMatchObject({
      event_type: 'task_started',
      task_id: task(1),
      epic_id: epic,
      actor: 'tester',
      session_id: 's-1',
      origin: 'command',
    });
    expect((await project.json(['events', '--limit', '2']))['count']).toBe(2);
    expect((await project.json(['events', '--task', 'fn-1.2']))['count']).toBe(1);
    expect((await project.json(['events', '--since', '2999-01-01']))['count']).toBe(0);
    const { code, stderr } = await project.run(['events', '--type', 'task_startet']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean task_started?');
  });

  it('follows until it is interrupted', async () => {
    const lines: Json[] = [];
    const acting: Promise<unknown>[] = [];
    const outcome = await project.run(['events', '--follow', '--limit', '1', '--json'], {
      onOutput(text, interrupt) {
        for (const line of text.trim().split('\n')) lines.push(JSON.parse(line) as Json);
        if (acting.length === 0) acting.push(project.json(['start', task(1)]));
        if (lines.length > 1) interrupt();
      },
    });
    await Promise.all(acting);
    expect(outcome.code).toBe(0);
    for (const line of lines) expectSchema('event', line);
    expect(lines.map(({ event_type: kind }) => kind)).toEqual(['task_created', 'task_started']);
  });
});

/** What a terminal acts on, line breaks aside. */
const obeyed = new RegExp(String.raw`[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]`);

describe('hostile input', () => {
  it('stores and prints a megabyte', async () => {
    const long = 'word '.repeat(200_000);
    await project.json(['start', task(1)]);
    await project.json(['done', task(1), '--summary-file', '-'], { stdin: long });
    const { stdout } = await project.run(['cat', task(1)]);
    expect(stdout.length).toBeGreaterThan(990_000);
    const { code, stderr } = await project.run(['show', 'x'.repeat(100_000)]);
    expect(code).toBe(1);
    expect(stderr.length).toBeLessThan(3000);
  });

  it('lets no control character through, and loses none in JSON', async () => {
    const title = 'Red \u001b[31malert\u001b[0m \u202egnp.\u009b2J\u0007';
    const { id } = await project.json(['task', 'create', '--epic', epic, '--title', title]);
    await project.json(['block', String(id), '--reason', 'a\u001b]0;x\u0007b\nc']);
    for (const argv of [['list'], ['show', String(id)], ['cat', String(id)], ['events']]) {
      expect((await project.run(argv)).stdout, argv.join(' ')).not.toMatch(obeyed);
    }
    const { stdout } = await project.run(['show', String(id), '--json']);
    expect(stdout).not.toMatch(obeyed);
    expect((JSON.parse(stdout) as Json)['title']).toBe(title);
  });

  it('names the nearest of an unknown id', async () => {
    const error = await project.error(['show', `${epic}.9`]);
    expect(error).toMatchObject({ code: 'task.not_found' });
    expect(error['error']).toContain(task(1));
    expect(error['hint']).toBe('List the tasks with: flowdeck tasks');
    expect(await project.error(['start', 'no id at all'])).toMatchObject({
      code: expect.stringMatching(/^(id\.invalid|task\.not_found)$/) as string,
    });
  });
});

describe('errors', () => {
  it('are a sentence and a hint, or one object, on standard error', async () => {
    const text = await project.run(['show', 'fn-9']);
    expect(text).toMatchObject({ code: 1, stdout: '' });
    expect(text.stderr).toMatch(/^flowdeck: There is no epic fn-9\..*\nList the epics with/);
    const usage = await project.run(['strat', task(1), '--json']);
    expect(usage).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse(usage.stderr)).toEqual({
      success: false,
      error: 'There is no command strat. Did you mean start?',
      code: 'usage.unknown_command',
      hint: 'List the commands with: flowdeck --help',
    });
    const flag = await project.run(['start', task(1), '--frce', '--json']);
    expect(flag.code).toBe(2);
    expect(JSON.parse(flag.stderr)).toMatchObject({ code: 'usage.invalid' });
  });

  it('never show a stack', async () => {
    writeFileSync(path.join(project.directory, 'broken.db'), 'no database at all '.repeat(100));
    const { code, stderr } = await project.run(['list', '--db', 'broken.db']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^flowdeck: .+\n.+\n$/);
  });
});
