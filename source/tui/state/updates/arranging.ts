/** The order, the groups and the views of a list. */
import type { arrangingKeys } from '../../keymap/arranging.js';
import { only } from '../effects.js';
import type { Picker } from '../picker.js';
import { groupPicker, sortPicker, viewPicker } from '../views.js';
import { unlessRefused, type Command, type CommandsOf } from './command.js';

type About = Parameters<typeof sortPicker>[0];

/** Opens a picker about the list that has the focus. */
const choosing =
  (pickerOf: (about: About, state: Parameters<Command>[0]) => Picker): Command =>
  (state, { data, models }) => {
    const pane = state.focus;
    const filtered = data && models.filterable(state, data, pane);
    if (!data || !filtered) return only(state);
    const about = { pane, kind: filtered.kind, text: models.search(state, data, pane) };
    return only({ ...state, dialog: pickerOf(about, state) });
  };

export const arrangingCommands: CommandsOf<typeof arrangingKeys> = {
  sort: unlessRefused('sort', choosing(sortPicker)),
  group: unlessRefused('group', choosing(groupPicker)),
  views: unlessRefused(
    'views',
    choosing((about, { views }) => viewPicker(about, views)),
  ),
};
