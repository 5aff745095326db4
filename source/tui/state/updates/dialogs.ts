/** Answering what is asked, and leaving texts. */
import type { dialogKeys } from '../../keymap/dialogs.js';
import type { CockpitState } from '../cockpit-state.js';
import { only, type Update, type UpdateContext } from '../effects.js';
import { followUp } from '../follow-up.js';
import { cancelDialog, submitPrompt } from '../prompts.js';
import type { Command, CommandsOf } from './command.js';
import { followPlan, planFor } from './tasks.js';

const close: Command = (state) => only({ ...state, dialog: null });

export const dialogCommands: CommandsOf<typeof dialogKeys> = {
  submit: submitPrompt,
  cancel: cancelDialog,
  confirm: confirmed,
  deny: close,
  closeReader: close,
};

function confirmed(state: CockpitState, context: UpdateContext): Update {
  const { dialog } = state;
  if (dialog?.type !== 'confirm') return only(state);
  const closed: CockpitState = { ...state, dialog: null };
  const { intent } = dialog;
  if (intent.type !== 'override') {
    const missing = followUp(intent);
    return missing
      ? only({ ...closed, dialog: missing })
      : { state: closed, effects: [{ type: 'run', intent }] };
  }
  const overriding = { ...closed, overridden: [...state.overridden, intent.claim] };
  const plan = planFor(intent.operation, intent.id, overriding, context);
  return followPlan(overriding, plan, context);
}
