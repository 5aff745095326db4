import { fork, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDemoPlace, removeDemoPlace } from '../../source/commands/demo/place.js';
import { prepareDemo } from '../../source/commands/demo/prepare.js';
import { seededRandom } from '../../source/commands/demo/world.js';
import { plant, temporaryDirectory } from '../platform/tree.js';
import { cleanEnvironment, execute, flowdeck, program } from './program.js';

type Json = Readonly<Record<string, unknown>>;

async function succeed(
  args: readonly string[],
  directory: string,
  actor = 'tester',
): Promise<Json> {
  const { code, stdout, stderr } = await flowdeck([...args, '--json'], directory, {
    FLOW_ACTOR: actor,
  });
  if (code !== 0 || stderr !== '') throw new Error(`${args.join(' ')}: ${code} ${stderr}`);
  return JSON.parse(stdout) as Json;
}

// At full size: npm run bench -- processes
describe('eight workers with nine commands each on one file', () => {
  const workers = Array.from({ length: 8 }, (_, index) => `worker-${index}`);
  const tasksEach = 2;

  it('lose nothing, double nothing and see no error', async () => {
    const root = temporaryDirectory();
    await succeed(['init'], root);
    const { id: epic } = await succeed(['epic', 'create', '--title', 'Shared'], root);
    const before = await succeed(['events', '--limit', '1000'], root);

    const work = async (actor: string): Promise<string[]> => {
      const made: string[] = [];
      for (let number = 0; number < tasksEach; number += 1) {
        const title = `${actor} ${number}`;
        const create = ['task', 'create', '--epic', String(epic), '--title', title];
        const id = String((await succeed(create, root, actor))['id']);
        made.push(id);
        await succeed(['start', id], root, actor);
        await succeed(['worker-phase', 'next', '--task', id], root, actor);
        await succeed(['done', id, '--summary', title], root, actor);
      }
      await succeed(['memory', 'add', 'pitfall', `Learned by ${actor}`], root, actor);
      return made;
    };
    const ids = (await Promise.all(workers.map(work))).flat();
    expect(new Set(ids).size).toBe(workers.length * tasksEach);

    const { tasks } = await succeed(['tasks'], root);
    expect((tasks as Json[]).map(({ status }) => status)).toEqual(ids.map(() => 'done'));
    const after = await succeed(['events', '--limit', '1000'], root);
    const events = (after['events'] as Json[]).slice(
      0,
      Number(after['count']) - Number(before['count']),
    );
    expect(events).toHaveLength(workers.length * (tasksEach * 4 + 1));
    const keys = events.map(
      (event) => `${String(event['event_type'])} ${String(event['entity_id'])}`,
    );
    expect(new Set(keys).size).toBe(events.length);
    expect(new Set(events.map((event) => event['command_id'])).size).toBe(events.length);
    for (const event of events) expect(workers).toContain(event['actor']);
  }, 240_000);
});

describe('pipes and signals', () => {
  it('a reader that goes away ends a command quietly', async () => {
    const root = temporaryDirectory();
    await succeed(['init'], root);
    await succeed(['epic', 'create', '--title', 'Long'], root);
    plant(root, { 'long.md': `${'a line of criteria\n'.repeat(60_000)}last\n` });
    const argv = ['task', 'create', '--epic', 'fn-1', '--title', 'T'];
    await succeed([...argv, '--acceptance-file', 'long.md'], root);
    const script = '"$0" "$1" cat fn-1.1 | head -n 1; echo "${PIPESTATUS[0]}"';
    const piped = await execute('bash', ['-c', script, process.execPath, program], {
      directory: root,
    });
    expect(piped).toEqual({ code: 0, stdout: '# fn-1-long.1 T\n0\n', stderr: '' });
    const whole = await flowdeck(['cat', 'fn-1.1'], root);
    expect(whole.stdout.length).toBeGreaterThan(1_000_000);
    expect(whole.stdout).toContain('\nlast\n');
  });

  it('a reader that goes away ends a follower with 0', async () => {
    const root = temporaryDirectory();
    await succeed(['init'], root);
    await succeed(['epic', 'create', '--title', 'First'], root);
    const script =
      // The reader's end is closed before the next event is written.
      '"$0" "$1" events --follow --limit 1 | { head -n 1; exec <&-; "$0" "$1" epic create --title More >&2; }; ' +
      'echo "${PIPESTATUS[0]}"';
    const piped = await execute('bash', ['-c', script, process.execPath, program], {
      directory: root,
    });
    expect(piped).toMatchObject({ code: 0, stderr: 'Epic fn-2-more created\n' });
    expect(piped.stdout).toMatch(/created {2}fn-1-first\n0\n$/);
  });

  it('a follower prints every event once, in order, while others write', async () => {
    const root = temporaryDirectory();
    await succeed(['init'], root);
    const child = spawn(
      process.execPath,
      [program, 'events', '--follow', '--json', '--limit', '1'],
      { cwd: root, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = new Promise((resolve) => child.once('close', resolve));
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    // The first line says that it follows; what is written from now on must appear.
    const patience = { timeout: 20_000, interval: 20 };
    await succeed(['epic', 'create', '--title', 'Begin'], root);
    await expect.poll(() => text, patience).toContain('fn-1-begin');
    await Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let number = 0; number < 4; number += 1) {
          await succeed(['epic', 'create', '--title', `Of ${writer} ${number}`], root);
        }
      }),
    );
    const { events } = await succeed(['events', '--limit', '1000'], root);
    const expected = (events as Json[]).map(({ id }) => Number(id)).reverse();
    const ids = (): number[] =>
      [...text.matchAll(/^\{"id":(\d+),.*\}$/gm)].map(([, id]) => Number(id));
    await expect.poll(() => ids().at(-1), patience).toBe(expected.at(-1));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(ids()).toEqual(expected.slice(expected.indexOf(ids()[0] ?? -1)));
    expect(ids().length).toBeGreaterThanOrEqual(4 * 4 + 1);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends a follower with 0', async (signal) => {
    const root = temporaryDirectory();
    await succeed(['init'], root);
    await succeed(['epic', 'create', '--title', 'First'], root);
    const child = spawn(process.execPath, [program, 'events', '--follow', '--limit', '1'], {
      cwd: root,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    let text = '';
    let created = false;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (!created) {
        created = true;
        void succeed(['epic', 'create', '--title', 'Second'], root);
      }
      if (text.includes('fn-2-second')) child.kill(signal);
    });
    expect(await ended).toBe(0);
    expect(text).toMatch(/created {2}fn-1-first\n.*created {2}fn-2-second\n$/);
  });
});

describe('the agents of a demo', () => {
  it('end with their parent and take the directory with them', async () => {
    const place = makeDemoPlace();
    try {
      await (await prepareDemo(place, Date.now(), seededRandom(1))).close();
      const child = fork(program, ['demo-agents', '--db', place.databasePath], {
        env: cleanEnvironment(),
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await expect
        .poll(() => runningTasks(place.root), { timeout: 20_000, interval: 100 })
        .toBeGreaterThan(1);
      child.disconnect();
      expect(await ended).toBe(0);
      expect(existsSync(place.directory)).toBe(false);
    } finally {
      removeDemoPlace(place.directory);
    }
  });

  async function runningTasks(root: string): Promise<number> {
    const { in_progress: running } = await succeed(['ready'], root);
    return (running as Json[]).length;
  }
});

describe('the launcher', () => {
  const launcher = path.resolve(import.meta.dirname, '../../bin/flowdeck.js');

  it('names the Node it needs and the one it met', async () => {
    const directory = temporaryDirectory();
    plant(directory, {
      'older.cjs':
        "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } });",
    });
    const args = ['--require', './older.cjs', launcher, 'list'];
    expect(await execute(process.execPath, args, { directory })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'flowdeck needs Node 20.19 or newer, and this is 20.18.3.\n',
    });
  });

  it('says what to do when nothing is built', async () => {
    const directory = temporaryDirectory();
    plant(directory, {
      'package.json': '{"type":"module"}',
      'bin/flowdeck.js': readFileSync(launcher, 'utf8'),
    });
    expect(await execute(process.execPath, ['bin/flowdeck.js'], { directory })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'flowdeck is not built yet: run `npm run build` first.\n',
    });
  });
});
