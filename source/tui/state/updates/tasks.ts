/** What happens to tasks. */
import type { taskKeys } from '../../keymap/tasks.js';
import type { CockpitState } from '../cockpit-state.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import { operationFor, planTask, type Plan, type TaskOperation } from '../intents.js';
import { findTask } from '../models.js';
import type { Command, CommandsOf } from './command.js';

const act =
  (key: Parameters<typeof operationFor>[0]): Command =>
  (state, context) => {
    const task = context.data && context.models.selectedTask(state, context.data);
    if (!task) return only(notify(state, 'error', withoutTask(state), context.now));
    return followPlan(state, planFor(operationFor(key, task), task.id, state, context), context);
  };

export const taskCommands: CommandsOf<typeof taskKeys> = {
  start: act('start'),
  finish: act('finish'),
  block: act('block'),
  fail: act('fail'),
  restart: act('restart'),
  skip: act('skip'),
};

/** Does at once what a plan says, or asks first. */
export function followPlan(state: CockpitState, made: Plan, context: UpdateContext): Update {
  switch (made.type) {
    case 'do':
      return { state, effects: [{ type: 'run', intent: made.intent }] };
    case 'ask':
      return only({ ...state, dialog: made.dialog });
    case 'refuse':
      return only(notify(state, 'error', made.reason, context.now));
  }
}

/** What happens when an operation is asked for on a task, as the task is now. */
export function planFor(
  operation: TaskOperation,
  id: string,
  state: CockpitState,
  { data, actor, now }: UpdateContext,
): Plan {
  const task = data && findTask(data, id);
  if (!task) return { type: 'refuse', reason: `${id} is not there any more.` };
  return planTask(operation, task, { actor, now, overridden: state.overridden });
}

/** Why an action has no task to act on. */
function withoutTask({ focus, detail }: CockpitState): string {
  if (detail?.type === 'task') return `${detail.id} is not there any more.`;
  if (focus === 'activity') return 'Open the task first: press Enter.';
  return 'Select a task first: press 2.';
}
