/** What there is to do, in which order, and by whom. */
import type { TaskRow } from '../../../domain/contract/rows.js';
import { shortId } from '../../../domain/ids.js';
import type { planningKeys } from '../../keymap/planning.js';
import { assigneePicker, domainPicker } from '../assignment.js';
import { itemOf } from '../bulk.js';
import type { CockpitState, Prompt } from '../cockpit-state.js';
import { dependencyPicker, epicCandidates } from '../dependency-picker.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import { keyContext } from '../key-context.js';
import { fieldPrompt } from '../memory-pickers.js';
import { earlier, later } from '../priority.js';
import { emptyField, filledField } from '../text-field.js';
import type { TriageIntent } from '../triage-intents.js';
import { unlessRefused, type Command, type CommandsOf } from './command.js';

export const planningCommands: CommandsOf<typeof planningKeys> = {
  create: (state, context) => (state.focus === 'epics' ? askEpic(state) : askTask(state, context)),
  createEpic: askEpic,
  editTitle: unlessRefused('editTitle', askTitle),
  setPriority: unlessRefused('setPriority', askPriority),
  raise: unlessRefused('raise', moveTo(earlier)),
  lower: unlessRefused('lower', moveTo(later)),
  assign: unlessRefused('assign', (state, context) => {
    const { tasks } = keyContext(state, context);
    const { data, actor } = context;
    return only(data ? { ...state, dialog: assigneePicker(tasks, data, actor) } : state);
  }),
  setDomain: unlessRefused('setDomain', (state, context) => {
    const { tasks } = keyContext(state, context);
    return only({ ...state, dialog: domainPicker(tasks) });
  }),
  dependencies: unlessRefused('dependencies', (state, context) => {
    const { task, epic } = keyContext(state, context);
    if (task !== null) {
      const errand = { type: 'pickDependencies', id: task.id } as const;
      return { state, effects: [{ type: 'errand', errand }] };
    }
    if (epic === null || context.data === null) return only(state);
    const candidates = epicCandidates(epic, context.data.epics);
    return only({ ...state, dialog: dependencyPicker('epic', epic, candidates) });
  }),
  split: unlessRefused('split', (state, context) => {
    const { task } = keyContext(state, context);
    if (task === null) return only(state);
    const { id, version: expectedVersion } = task;
    return ask(state, {
      title: `Split ${shortId(id)}`,
      placeholder: 'the titles of its parts, with | between them',
      required: true,
      intent: { type: 'split', id, expectedVersion, titles: '', chain: null },
    });
  }),
};

function ask(
  state: CockpitState,
  given: Pick<Prompt, 'title' | 'placeholder' | 'required'> & {
    readonly intent: TriageIntent;
    readonly text?: string;
  },
): Update {
  const { title, placeholder, required, intent, text = '' } = given;
  const field = filledField(text);
  const about = { type: 'intent', intent } as const;
  return only({
    ...state,
    dialog: { type: 'prompt', title, placeholder, required, field, intent: about },
  });
}

function askTitle(state: CockpitState, context: UpdateContext): Update {
  const { task, epic, memory } = keyContext(state, context);
  if (memory !== null) {
    const dialog = fieldPrompt(memory, 'title', 'its title', memory.title);
    return only({ ...state, dialog });
  }
  const row = task ?? epic;
  if (row === null) return only(state);
  const { id, version, title } = row;
  return ask(state, {
    title: `Title of ${shortId(id)}`,
    placeholder: 'its title',
    required: true,
    text: title,
    intent: {
      type: 'edit',
      entity: task === null ? 'epic' : 'task',
      items: [{ id, expectedVersion: version }],
      field: 'title',
      value: title,
    },
  });
}

function askPriority(state: CockpitState, context: UpdateContext): Update {
  const { tasks } = keyContext(state, context);
  const [first] = tasks;
  const same = tasks.every(({ priority }) => priority === first?.priority);
  const value = same ? String(first?.priority ?? '') : '';
  return ask(state, {
    title:
      tasks.length === 1
        ? `Priority of ${shortId(first?.id ?? '')}`
        : `Priority of ${tasks.length} tasks`,
    placeholder: 'a number, the lowest comes first (may stay empty)',
    required: false,
    text: value,
    intent: { type: 'edit', entity: 'task', items: tasks.map(itemOf), field: 'priority', value },
  });
}

/** One step in the order of priorities, among the tasks of its epic. */
function moveTo(next: (task: TaskRow, among: readonly TaskRow[]) => number | null): Command {
  return (state, context) => {
    const { task } = keyContext(state, context);
    if (task === null) return only(state);
    const among = context.data?.tasksByEpic.get(task.epicId ?? '') ?? [];
    const priority = next(task, among);
    if (priority === task.priority) {
      const why = `${task.id} has the ${next === earlier ? 'first' : 'last'} place already.`;
      return only(notify(state, 'info', why, context.now));
    }
    const value = priority === null ? '' : String(priority);
    const intent: TriageIntent = {
      type: 'edit',
      entity: 'task',
      items: [itemOf(task)],
      field: 'priority',
      value,
    };
    return { state, effects: [{ type: 'run', intent }] };
  };
}

function askEpic(state: CockpitState): Update {
  return only({
    ...state,
    dialog: {
      type: 'prompt',
      title: 'New epic',
      placeholder: 'its title',
      required: true,
      field: emptyField,
      intent: { type: 'intent', intent: { type: 'createEpic', title: '' } },
    },
  });
}

function askTask(state: CockpitState, { data, models, now }: UpdateContext): Update {
  const epicId = data && models.selectedEpic(state, data);
  if (!epicId) return only(notify(state, 'error', 'Select an epic first.', now));
  return only({
    ...state,
    dialog: {
      type: 'prompt',
      title: `New task in ${epicId}`,
      placeholder: 'its title',
      required: true,
      field: emptyField,
      intent: { type: 'intent', intent: { type: 'createTask', epicId, title: '' } },
    },
  });
}
