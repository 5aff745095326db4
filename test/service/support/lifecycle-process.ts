/**
 * One of several processes that take tasks through their life on one database. It prints `ready`, waits for a line, and
 * then prints what is acknowledged, one line each: the kind of the event and what it is about. Writes of its own and
 * commands in processes of theirs go on at the same time.
 * Arguments: database path, epic, actor, rounds of 5 writes, rounds of 4 commands (and one more), built program.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { defaultContext } from '../../../source/service/context.js';
import { openService } from '../../../source/service/open.js';

const [
  databasePath = '',
  epicId = '',
  actor = '',
  rounds = '0',
  commandRounds = '0',
  program = '',
] = process.argv.slice(2);

/** Written at once: what is printed is acknowledged, even if the process is killed right after. */
const print = (line: string): void => void writeSync(1, `${line}\n`);

async function write(): Promise<void> {
  const opened = await openService({ databasePath, context: defaultContext({ actor }) });
  const { service } = opened;
  for (let round = 0; round < Number(rounds); round += 1) {
    const { id } = await service.command('task.create', { epicId, title: `${actor} ${round}` });
    print(`task_created ${id}`);
    await service.command('task.start', { id });
    print(`task_started ${id}`);
    await service.command('phase.next', { taskId: id });
    print(`phase_started ${id}`);
    await service.command('note.log', { taskId: id, text: `At ${id}` });
    print(`note_logged ${id}`);
    await service.command('task.done', { id, summary: `Done by ${actor}` });
    print(`task_completed ${id}`);
  }
  await opened.close();
}

async function command(...args: readonly string[]): Promise<{ readonly id?: string | number }> {
  const argv = [program, ...args, '--json', '--db', databasePath, '--actor', actor];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, argv);
  if (stderr !== '') throw new Error(`${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as { id?: string | number };
}

async function runCommands(): Promise<void> {
  if (Number(commandRounds) === 0) return;
  for (let round = 0; round < Number(commandRounds); round += 1) {
    const title = `${actor} by command ${round}`;
    const id = String((await command('task', 'create', '--epic', epicId, '--title', title)).id);
    print(`task_created ${id}`);
    await command('start', id);
    print(`task_started ${id}`);
    await command('worker-phase', 'next', '--task', id);
    print(`phase_started ${id}`);
    await command('done', id, '--summary', title);
    print(`task_completed ${id}`);
  }
  const { id } = await command('memory', 'add', 'pitfall', `Learned by ${actor}`);
  print(`memory_added ${String(id)}`);
}

print('ready');
await once(process.stdin, 'data');
await Promise.all([write(), runCommands()]);
process.stdin.destroy();
