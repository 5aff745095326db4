/** Marking several rows, to act on them together. */
import type { markingKeys } from '../../keymap/marking.js';
import type { PaneAction } from '../../panes/pane.js';
import { notify, only } from '../effects.js';
import { reducePane } from '../prompts.js';
import type { Command, CommandsOf } from './command.js';

const mark =
  (how: Extract<PaneAction, { type: 'mark' }>['how']): Command =>
  (state, context) => {
    if (!context.models.definition(state.focus).markedKeys) {
      return only(notify(state, 'info', 'Rows of this pane cannot be marked.', context.now));
    }
    return only(reducePane(state, state.focus, { type: 'mark', how }, context));
  };

export const markingCommands: CommandsOf<typeof markingKeys> = {
  mark: mark('toggle'),
  markRange: mark('range'),
  markAll: mark('all'),
};
