/** The screen where there is no project yet. */
import type { firstScreenKeys } from '../../keymap/first-screen.js';
import { notify, only } from '../effects.js';
import { emptyField } from '../text-field.js';
import { effect, type CommandsOf } from './command.js';

export const firstScreenCommands: CommandsOf<typeof firstScreenKeys> = {
  leave: effect('quit'),
  initialise: effect('initialise'),
  openDirectory: (state) =>
    only({
      ...state,
      dialog: {
        type: 'prompt',
        title: 'Open directory',
        placeholder: 'the path of a project',
        required: true,
        field: emptyField,
        intent: { type: 'openDirectory' },
      },
    }),
  demo: (state, context) =>
    context.demoAvailable
      ? { state, effects: [{ type: 'demo' }] }
      : only(notify(state, 'info', 'Quit and run: flowdeck demo', context.now)),
};
