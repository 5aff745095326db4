/** Who and what waits for a person. */
import { shortId } from '../../../domain/ids.js';
import type { coordinationKeys } from '../../keymap/coordination.js';
import { clean } from '../../spans.js';
import type { CockpitState, Dialog } from '../cockpit-state.js';
import { addresseeOf } from '../addressee.js';
import { addresseeText } from '../coordination-intents.js';
import { reveal } from '../details.js';
import { only, type Update, type UpdateContext } from '../effects.js';
import type { Intent } from '../intents.js';
import { toggleScreen } from '../screens.js';
import { emptyField } from '../text-field.js';
import type { CommandsOf } from './command.js';

export const coordinationCommands: CommandsOf<typeof coordinationKeys> = {
  approve,
  reject,
  settle,
  message,
  reveal,
  inbox: (state) => only({ ...toggleScreen(state, 'inbox'), zoomed: false }),
  agents: (state) => only({ ...toggleScreen(state, 'agents'), zoomed: false }),
};

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
