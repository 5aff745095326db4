/** A task of a team's list is completed: its files are given back, and the log says so. */
import { serialiseError } from '../../domain/errors.js';
import type { Service } from '../ids.js';
import { hook } from './hook.js';

/** `fn-1.2` and `fn-1-add-auth.2` within a name or a sentence; what follows must not be part of it. */
const taskId = /(?<![\w.-])[a-z]+-\d+(?:-[a-z0-9]+)*\.\d+(?![\w-])/g;

export const taskCompleted = hook(async ({ opened, event, session }) => {
  const { service } = opened;
  const named = ['teammate_name', 'task_subject', 'task_description'].flatMap((field) => [
    ...(event.text(field) ?? '').replace(/^(?:worker|agent|task)[-_ ]/i, '').matchAll(taskId),
  ]);
  const [first] = named;
  if (first === undefined) return {};
  const found = await taskNamed(service, first[0]);
  if (found === null) return {};
  const { released } = await service.command('lock.release', { taskId: found.id }, session);
  const who = event.text('teammate_name');
  const note = `Reported as completed${who === null ? '' : ` by ${who}`}`;
  await service.command('note.log', { taskId: found.id, text: note }, session);
  return {
    say: released.length > 0 ? [`Unlocked for ${found.id}: ${released.join(', ')}`] : [],
  };
});

/** Null where the id names no task here: names of teams may look like ids. */
async function taskNamed(service: Service, id: string): Promise<{ readonly id: string } | null> {
  try {
    const found = await service.query('id.resolve', { id });
    return found.kind === 'task' ? found : null;
  } catch (error) {
    if (/^(?:id|task|epic)\./.test(serialiseError(error).code)) return null;
    throw error;
  }
}
