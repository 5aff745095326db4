import { createClient, type Transaction } from '@libsql/client/sqlite3';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Store from '../../source/store/open.js';
import { emptyProject, wordsOf, type Json } from './support.js';

// The store's own patience is 15 seconds.
vi.mock('../../source/store/open.js', async (original) => {
  const store = await original<typeof Store>();
  const hurried = { busyLimitMilliseconds: 20, busyTimeoutMilliseconds: 1 };
  return {
    ...store,
    openDatabase: (file: string, options?: Store.OpenOptions) =>
      store.openDatabase(file, { ...options, ...hurried }),
  };
});

let project: Awaited<ReturnType<typeof emptyProject>>;
let holder: Transaction;

beforeEach(async () => {
  project = await emptyProject();
  await project.json(['epic', 'create', '--title', 'Add sign-in']);
  await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Form']);
  await project.json(['memory', 'add', 'pitfall', 'Beware of the dog']);
  await project.json(['approval', 'create', '--question', 'May I?']);
  await project.json(['checkpoint', 'save', '--epic', 'fn-1']);
  await project.json(['block', 'fn-1.1', '--reason', 'Key']);
  await project.json(['start', 'fn-1.1', '--force']);
  const url = `file:${path.join(project.directory, 'flowdeck.db')}`;
  holder = await createClient({ url }).transaction('write');
});
afterEach(() => holder.close());

const busy = {
  code: 'store.busy',
  error: expect.stringMatching(/^The database \S+ is held by another process \(.+\)\.$/) as string,
  hint: expect.stringContaining('try again') as string,
};

describe('while another process writes for longer than the patience', () => {
  it('every family of changes says so in a sentence, and nothing is half-written', async () => {
    const { approvals } = await project.json(['approval', 'list']);
    const [approval] = approvals as readonly Json[];
    const lines = [
      'epic create --title More',
      'epic branch fn-1 more',
      'epic close fn-1 --force',
      'task create --epic fn-1 --title More',
      'task split fn-1.1 --titles A|B',
      'dep rm fn-1.1 fn-1.1',
      'done fn-1.1 --summary Done',
      'worker-phase next --task fn-1.1',
      'phase done --epic fn-1 --phase brainstorm --no-gate',
      'memory add pitfall Another',
      'memory inject --full',
      'lock --task fn-1.1 --files a.ts',
      'gap add --epic fn-1 --capability Reset',
      `approval approve ${String(approval?.['id'])}`,
      'message Hello --to ann',
      'heartbeat --task fn-1.1',
      'config set mouse off',
      'tokens record --task fn-1.1 --input 1',
      'checkpoint restore --epic fn-1',
      'undo',
      'replay fn-1 --force',
      'stats rollup',
    ];
    const before = await project.json(['events']);
    for (const line of lines) {
      expect(await project.error(wordsOf(`flowdeck ${line}`)), line).toEqual(busy);
    }
    expect(await project.json(['events'])).toEqual(before);
  });

  it('whoever only looks is not kept waiting', async () => {
    for (const line of ['list', 'show fn-1.1', 'ready', 'status', 'memory search dog']) {
      expect((await project.run(line.split(' '))).code, line).toBe(0);
    }
  });

  it.each(['task-completed', 'auto-memory'])('the hook %s lets things happen', async (name) => {
    const stdin = JSON.stringify({
      session_id: 's',
      task_id: 'fn-1.1',
      task: { id: 'fn-1.1' },
      last_assistant_message: 'I learned that the parser must never guess: always fail loudly.',
    });
    const { code, stderr } = await project.run(['hook', name], { stdin });
    expect([0, 1]).toContain(code);
    expect(stderr).toMatch(/^(flowdeck: The database .+ is held by another process .+\n.+\n)?$/);
  });
});

it('says so too when not even looking is possible', async () => {
  // A copy, as connections that were closed may hold on to the file until they are collected.
  const file = path.join(project.directory, 'copy.db');
  copyFileSync(path.join(project.directory, 'flowdeck.db'), file);
  const environment = { FLOWDECK_DB: file };
  const alone = createClient({ url: `file:${file}` });
  await alone.execute('PRAGMA locking_mode = EXCLUSIVE');
  await alone.execute("INSERT INTO configuration VALUES ('held', '1')");
  expect(await project.error(['list'], { environment })).toEqual(busy);
  for (const name of ['commit-gate', 'pre-compact']) {
    const stdin = '{"tool_input":{"command":"git commit -m x"}}';
    const { code, stderr } = await project.run(['hook', name], { stdin, environment });
    expect({ name, code }).toEqual({ name, code: 1 });
    expect(stderr).toContain('is held by another process');
  }
  alone.close();
});
