/** Keeps an agent from committing while tasks run and the guard was not seen to pass: one pass, one commit. */
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { guardCommands } from '../../domain/configuration.js';
import { makesCommit } from '../../domain/git-command.js';
import { plural } from '../text.js';
import { hook, type HookCall } from './hook.js';

/** How long a pass counts, in seconds. */
const passCounts = 600;

export const commitGate = hook(
  async ({ opened, project }: HookCall) => {
    const { service } = opened;
    const running = await service.query('tasks.list', { status: 'in_progress' });
    if (running.length === 0) return {};
    // Where nothing is set up to be checked, nothing can pass.
    if (guardCommands(await service.query('configuration.stored', {})).length === 0) return {};
    const pass = await lastPass(opened);
    const { databasePath } = await project.location();
    if (pass !== null && takePass(path.dirname(databasePath), pass)) return {};
    const names = running.map(({ id, assignee }) => `${id} (${assignee ?? 'nobody'})`);
    return {
      block: [
        `${plural(running.length, 'task')} in progress: ${names.slice(0, 5).join(', ')}.`,
        pass === null
          ? `The guard has not passed within the last ${passCounts / 60} minutes.`
          : 'The last pass of the guard has been used for a commit already.',
        'Run flowdeck guard, then commit.',
      ],
    };
  },
  (event) => {
    const line = event.shellCommand;
    return line !== null && makesCommit(line);
  },
);

/** The event of the newest pass that still counts and was not followed by a failure. */
async function lastPass({ service }: HookCall['opened']): Promise<number | null> {
  const since = new Date(Date.now() - passCounts * 1000).toISOString();
  const [passed] = await service.query('events.list', { kind: 'guard_passed', since, limit: 1 });
  if (passed === undefined) return null;
  const [failed] = await service.query('events.list', { kind: 'guard_failed', since, limit: 1 });
  return failed !== undefined && failed.id > passed.id ? null : passed.id;
}

const used = 'commit-gate-used.';

/** Of two commits at the same time one gets it: the file that says so is made by one alone. */
function takePass(directory: string, event: number): boolean {
  const name = `${used}${event}`;
  try {
    closeSync(openSync(path.join(directory, name), 'wx'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  for (const file of readdirSync(directory)) {
    if (file.startsWith(used) && file !== name) rmSync(path.join(directory, file), { force: true });
  }
  return true;
}
