/** What happens to tasks. */
import type { taskKeys } from '../../keymap/tasks.js';
import type { CockpitState } from '../cockpit-state.js';
import { planMany } from '../bulk.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import { operationFor, planTask, type Plan, type TaskKey, type TaskOperation } from '../intents.js';
import { findTask } from '../models.js';
import type { ProjectData } from '../project-data.js';
import { goneText } from '../gone.js';
import type { Command, CommandsOf } from './command.js';

export const act =
  (key: TaskKey): Command =>
  (state, context) => {
    const { data, models, actor, now } = context;
    const tasks = data ? models.selectedTasks(state, data) : [];
    if (tasks.length > 1) {
      const { overridden } = state;
      return followPlan(state, planMany(key, tasks, { actor, now, overridden }), context);
    }
    const [task] = tasks;
    if (!task) return only(notify(state, 'error', withoutTask(state, data), now));
    return followPlan(state, planFor(operationFor(key, task), task.id, state, context), context);
  };

export const taskCommands: CommandsOf<typeof taskKeys> = {
  start: act('start'),
  finish: act('finish'),
  block: act('block'),
  fail: act('fail'),
  restart: act('restart'),
  skip: act('skip'),
  release: act('release'),
  reset: act('reset'),
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
  { data, models, actor, now }: UpdateContext,
): Plan {
  const selected = data && models.selectedTask(state, data);
  const task = selected?.id === id ? selected : data && findTask(data, id);
  if (!task) return { type: 'refuse', reason: goneText(id, data) };
  return planTask(operation, task, { actor, now, overridden: state.overridden });
}

/** Why an action has no task to act on. */
function withoutTask({ focus, detail }: CockpitState, data: ProjectData | null): string {
  if (detail?.type === 'task') return goneText(detail.id, data);
  if (focus === 'activity') return 'Open the task first: press Enter.';
  return 'Select a task first: press 2.';
}
