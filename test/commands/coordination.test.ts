import { EventEmitter, setMaxListeners } from 'node:events';
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
    await project.json(['task', 'create', '--epic', epic, '--title', title]);
  }
});

const task = (number: number): string => `${epic}.${number}`;
const list = (value: unknown): readonly Json[] => value as readonly Json[];
const as = (actor: string) => ({ environment: { FLOW_ACTOR: actor } });

describe('locks', () => {
  it('are taken, looked at and given back with the keys of the original', async () => {
    const lock = ['lock', '--task', 'fn-1.1', '--files', `a.ts,${project.directory}/b.ts`];
    expect(await project.json(lock)).toEqual({
      task: task(1),
      locked: ['a.ts', 'b.ts'],
      already_locked: [],
    });
    const refused = await project.run(['lock', '--task', task(2), '--files', 'b.ts'], as('bob'));
    expect(refused).toMatchObject({
      code: 0,
      stdout: `Not locked: b.ts is held by ${task(1)} (tester)\n`,
    });
    expect(await project.json(['lock-check', '--file', './b.ts'])).toMatchObject({
      file: './b.ts',
      locked: true,
      owner: task(1),
    });
    expect(await project.json(['lock-check'])).toMatchObject({ count: 2 });
    expect(await project.json(['unlock', '--task', task(1), '--files', 'a.ts'])).toEqual({
      task: task(1),
      unlocked: ['a.ts'],
      count: 1,
    });
    expect(await project.json(['unlock', '--all'])).toMatchObject({ unlocked: ['b.ts'] });
    expect((await project.run(['unlock'])).code).toBe(2);
  });
});

describe('gaps', () => {
  it('fail the check until they are resolved', async () => {
    const add = ['gap', 'add', '--epic', 'fn-1', '--capability'];
    const added = await project.json([...add, 'Reset', '--source', 'review', '--task', task(1)]);
    expect(added).toMatchObject({ epic, priority: 'required', status: 'open', created: true });
    expect(await project.json([...add, 'reset'])).toMatchObject({ created: false });
    await project.json([...add, 'Dark mode', '--priority', 'nice-to-have']);
    const check = ['gap', 'check', '--epic', epic];
    const failed = await project.run([...check, '--json']);
    expect(failed.code).toBe(1);
    const report = JSON.parse(failed.stdout) as Json;
    expect(report).toMatchObject({ success: true, epic, gate: 'fail', total: 2, resolved: [] });
    expect(list(report['open_blocking']).map(({ id }) => id)).toEqual([added['id']]);
    expect(list(report['open_non_blocking'])).toMatchObject([{ capability: 'Dark mode' }]);
    const resolve = ['gap', 'resolve', '--epic', epic, '--title', 'RESET', '--evidence', 'abc'];
    expect(await project.json(resolve)).toMatchObject({ changed: true, evidence: 'abc' });
    expect(await project.json(check)).toMatchObject({ gate: 'pass' });
    expect(await project.json(['gap', 'list', '--status', 'open'])).toMatchObject({ count: 1 });
  });
});

describe('approvals', () => {
  it('are asked for, listed and answered once', async () => {
    const create = ['approval', 'create', '--task', task(1), '--kind', 'file_access'];
    const asked = await project.json([...create, '--payload', '{"path":"secrets.env"}']);
    expect(asked).toMatchObject({
      task_id: task(1),
      kind: 'file_access',
      question: 'secrets.env',
      payload: { path: 'secrets.env' },
      status: 'pending',
      requested_by: 'tester',
    });
    const id = String(asked['id']);
    expect(await project.json(['approval', 'list', '--status', 'pending'])).toMatchObject({
      count: 1,
    });
    const reject = ['approval', 'reject', id, '--reason', 'No'];
    expect(await project.json(reject, as('ada'))).toMatchObject({
      status: 'rejected',
      resolver: 'ada',
      reason: 'No',
    });
    expect(await project.error(['approval', 'approve', id])).toMatchObject({
      code: 'approval.resolved',
    });
    const shown = await project.run(['approval', 'show', id, '--wait']);
    expect(shown).toMatchObject({ code: 1, stdout: `Approval ${id} rejected: No\n` });
  });

  it('say what they ask by their payload, as other tools have it, in a file too', async () => {
    const create = ['approval', 'create', '--task', task(1), '--kind', 'mutation', '--payload'];
    const asked = async (payload: string) => (await project.json([...create, payload]))['question'];
    expect(await asked('{"type":"split","details":"Too large"}')).toBe('Too large');
    expect(await asked('{"files":["a.ts","b.ts"],"current_owner":"fn-1.2"}')).toBe('a.ts, b.ts');
    expect(await asked('{"type":"skip"}')).toBe('{"type":"skip"}');
    writeFileSync(path.join(project.directory, 'request.json'), '{"file":"secrets.env"}');
    expect(await asked('@request.json')).toBe('secrets.env');
    expect(await project.json(['approval', 'list', '--pending'])).toMatchObject({ count: 4 });
    expect(await project.error([...create, '{}'])).toMatchObject({ code: 'approval.empty' });
  });

  it('can be waited for', async () => {
    const waiting = project.json(['approval', 'create', '--question', 'May I?', '--wait']);
    let pending: readonly Json[] = [];
    while (pending.length === 0) {
      pending = list((await project.json(['approval', 'list']))['approvals']);
    }
    await project.json(['approval', 'approve', String(pending[0]?.['id'])], as('ada'));
    expect(await waiting).toMatchObject({ status: 'approved', resolver: 'ada' });
    const tired = ['approval', 'create', '--question', 'And now?', '--wait', '--timeout', '1'];
    // Each look gives back what it listened to: Node would warn of the leak on standard error.
    const warned: Error[] = [];
    const onWarning = (warning: Error) => warned.push(warning);
    const before = EventEmitter.defaultMaxListeners;
    setMaxListeners(3);
    process.on('warning', onWarning);
    try {
      expect(await project.error(tired)).toMatchObject({ code: 'approval.timeout' });
    } finally {
      process.off('warning', onWarning);
      setMaxListeners(before);
    }
    expect(warned.filter(({ message }) => message.includes('abort'))).toEqual([]);
  });
});

describe('messages', () => {
  it('reach the agent with its heartbeat, its next phase, or when it asks', async () => {
    const send = async (text: string, ...to: readonly string[]) =>
      project.json(['message', text, ...to], as('ada'));
    const texts = (answer: Json) => list(answer['messages']).map(({ text }) => text);
    const worker = as('worker-1');
    await send('One', '--to', 'worker-1');
    const beat = await project.json(['heartbeat', '--task', task(1), '--pid', '7'], worker);
    expect(Object.keys(beat)).toEqual(['task', 'last_beat', 'messages']);
    expect(list(beat['messages'])[0]).toMatchObject({ from: 'ada', to: 'worker-1', text: 'One' });
    await send('Two', '--task', task(1));
    expect(texts(await project.json(['worker-phase', 'next', '--task', task(1)], worker))).toEqual([
      'Two',
    ]);
    await send('Three', '--to', 'worker-1');
    expect((await project.run(['messages'], worker)).stdout).toContain('ada to worker-1: Three');
    expect(await project.json(['messages'], worker)).toEqual({ messages: [], count: 0 });
    expect(texts(await project.json(['messages', '--all']))).toEqual(['One', 'Two', 'Three']);
  });

  it('and notes stand in the log with their words', async () => {
    await project.json(['note', 'Slow tests', '--task', task(1)]);
    const { stdout } = await project.run(['events', '--limit', '1']);
    expect(stdout).toContain('(Slow tests)');
  });
});

describe('the log', () => {
  it('is asked for by actor and by how long ago', async () => {
    await project.json(['note', 'Mine'], as('worker-1'));
    const of = async (...flags: readonly string[]) =>
      (await project.json(['events', ...flags]))['count'];
    expect(await of('--by', 'worker-1')).toBe(1);
    expect(await of('--since', '1h')).toBe(4);
    expect(await of('--since', '2999-01-01')).toBe(0);
    expect((await project.run(['events', '--since', '1y'])).code).toBe(2);
  });

  it('is followed from a time on', async () => {
    const lines: string[] = [];
    const { code } = await project.run(['events', '--follow', '--since', '1h', '--json'], {
      onOutput(text, interrupt) {
        lines.push(...text.trim().split('\n'));
        interrupt();
      },
    });
    expect(code).toBe(0);
    expect(lines.map((line) => (JSON.parse(line) as Json)['event_type'])).toEqual([
      ...['epic_created', 'task_created', 'task_created'],
    ]);
  });
});

it('the inbox and the agents are told to scripts too', async () => {
  await project.json(['start', task(1)], as('worker-1'));
  await project.json(['block', task(2), '--reason', 'No key']);
  const { items } = await project.json(['inbox']);
  expect(list(items)).toMatchObject([
    { key: `blocked ${task(2)}`, kind: 'blocked', detail: 'No key', task_id: task(2) },
  ]);
  expect((await project.run(['inbox'])).stdout).toBe(`[blocked] ${task(2)}: Form (No key) now\n`);
  const { agents } = await project.json(['agents']);
  expect(list(agents).map(({ actor, task_id: id, state }) => [actor, id, state])).toEqual([
    ['tester', null, 'idle'],
    ['worker-1', task(1), 'silent'],
  ]);
});
