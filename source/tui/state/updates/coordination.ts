/** Who and what waits for a person. */
import { shortId } from '../../../domain/ids.js';
import type { coordinationKeys } from '../../keymap/coordination.js';
import type { Addressee } from '../../keymap/definition.js';
import { clean } from '../../spans.js';
import type { CockpitState, Dialog } from '../cockpit-state.js';
import { addresseeText } from '../coordination-intents.js';
import { reveal } from '../details.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import type { Intent } from '../intents.js';
import type { Models } from '../models.js';
import type { ProjectData } from '../project-data.js';
import { toggleScreen } from '../screens.js';
import { emptyField } from '../text-field.js';
import type { CommandsOf } from './command.js';
import { act } from './tasks.js';

export const coordinationCommands: CommandsOf<typeof coordinationKeys> = {
  approve,
  reject,
  settle,
  release: act('release'),
  message,
  reveal,
  inbox: (state) => only({ ...toggleScreen(state, 'inbox'), zoomed: false }),
  agents: (state) => only({ ...toggleScreen(state, 'agents'), zoomed: false }),
};

/** Whom a message would go to from here; null for nobody. */
export function addresseeOf(
  state: CockpitState,
  data: ProjectData,
  models: Models,
): Addressee | null {
  if (state.detail === null && (state.focus === 'agents' || state.focus === 'tail')) {
    const agent = models.agent(state, data);
    return agent && { actor: agent.actor, taskId: agent.taskId };
  }
  const item = state.detail === null ? models.inboxItem(state, data) : null;
  if (item) {
    // Of a conflict's workers each is told by his own task.
    const isOne = item.kind === 'stale' || item.kind === 'approval';
    if (isOne && item.actor !== null) return { actor: item.actor, taskId: item.taskId };
    return item.taskId === null ? null : { actor: null, taskId: item.taskId };
  }
  const task = models.selectedTask(state, data);
  if (task?.status !== 'in_progress') return null;
  return { actor: task.assignee, taskId: task.id };
}

function approve(state: CockpitState, context: UpdateContext): Update {
  const item = itemOf(state, context);
  if (item?.kind !== 'approval' || item.subjectId === null) return settled(state, context);
  const intent: Intent = { type: 'approve', id: item.subjectId, question: item.title };
  return { state, effects: [{ type: 'run', intent }] };
}

function reject(state: CockpitState, context: UpdateContext): Update {
  const item = itemOf(state, context);
  if (item?.kind !== 'approval' || item.subjectId === null) return settled(state, context);
  const intent: Intent = { type: 'reject', id: item.subjectId, question: item.title, reason: '' };
  return ask(state, `Reject: ${item.title}`, 'the reason (may stay empty)', false, intent);
}

function settle(state: CockpitState, context: UpdateContext): Update {
  const item = itemOf(state, context);
  if (item === null) return settled(state, context);
  const { epicId, version: expectedVersion, subjectId, title } = item;
  if (item.kind === 'finding' && subjectId !== null) {
    const intent: Intent = {
      type: 'resolveGap',
      id: subjectId,
      epicId,
      capability: title,
      evidence: '',
    };
    return ask(state, `Resolve: ${title}`, 'the evidence: a commit, a test', true, intent);
  }
  if (epicId !== null && (item.kind === 'hint' || item.kind === 'closable')) {
    const type = item.kind === 'hint' ? 'acceptHints' : 'closeEpic';
    const intent: Intent = { type, id: epicId, expectedVersion };
    return { state, effects: [{ type: 'run', intent }] };
  }
  return settled(state, context);
}

function message(state: CockpitState, { data, models, now }: UpdateContext): Update {
  const to = data && addresseeOf(state, data, models);
  if (!to) return only(notify(state, 'info', 'Nobody is there to read a message.', now));
  const about = to.actor !== null && to.taskId !== null ? ` about ${shortId(to.taskId)}` : '';
  const intent: Intent = { type: 'message', ...to, text: '' };
  return ask(state, `Message to ${addresseeText(to)}${about}`, 'what to tell', true, intent);
}

function itemOf(state: CockpitState, { data, models }: UpdateContext) {
  return data && models.inboxItem(state, data);
}

/** The row was answered already, or asks for another answer. */
function settled(state: CockpitState, context: UpdateContext): Update {
  const text =
    itemOf(state, context) === null
      ? 'There is nothing to answer here: it is settled.'
      : 'This key is no answer to this row.';
  return only(notify(state, 'info', text, context.now));
}

function ask(
  state: CockpitState,
  title: string,
  placeholder: string,
  required: boolean,
  intent: Intent,
): Update {
  const dialog: Dialog = {
    type: 'prompt',
    title: clean(title),
    placeholder,
    required,
    field: emptyField,
    intent: { type: 'intent', intent },
  };
  return only({ ...state, dialog });
}
