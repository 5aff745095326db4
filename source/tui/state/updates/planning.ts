/** What there is to do. */
import type { planningKeys } from '../../keymap/planning.js';
import type { CockpitState } from '../cockpit-state.js';
import { notify, only, type Update, type UpdateContext } from '../effects.js';
import { emptyField } from '../text-field.js';
import type { CommandsOf } from './command.js';

export const planningCommands: CommandsOf<typeof planningKeys> = {
  create: (state, context) => (state.focus === 'epics' ? askEpic(state) : askTask(state, context)),
  createEpic: askEpic,
};

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
