/** The program itself. */
import type { programKeys } from '../../keymap/program.js';
import { notify, only } from '../effects.js';
import { attemptAgain } from '../failed-action.js';
import { effect, type CommandsOf } from './command.js';
import { openHelp } from './help.js';

export const programCommands: CommandsOf<typeof programKeys> = {
  help: openHelp,
  debug: effect('debug'),
  retry: (state, context) => {
    const { failed } = state;
    if (failed === null) return only(notify(state, 'info', 'Nothing failed.', context.now));
    if (context.data === null) return only(state);
    const again = attemptAgain(failed, context.data);
    if (again) return { state, effects: [again] };
    const forgotten = { ...state, failed: null };
    return only(notify(forgotten, 'error', 'What it was about is gone.', context.now));
  },
  quit: effect('quit'),
  interrupt: effect('quit'),
  repaint: effect('repaint'),
  suspend: effect('suspend'),
  reopen: (state) =>
    state.connection.type === 'dead' || state.stage.type === 'failed'
      ? { state, effects: [{ type: 'reopen' }] }
      : only(state),
};
