/** The program itself. */
import type { programKeys } from '../../keymap/program.js';
import { notify, only } from '../effects.js';
import { effect, type CommandsOf } from './command.js';
import { openHelp } from './help.js';

export const programCommands: CommandsOf<typeof programKeys> = {
  help: openHelp,
  debug: effect('debug'),
  mouse: (state, { now }) => {
    const on = !state.mouse.on;
    const text = on
      ? 'The mouse clicks and scrolls; drag with Shift held to select text.'
      : 'The mouse is left to the terminal: drag to select text.';
    return only(notify({ ...state, mouse: { on, lastPress: null } }, 'info', text, now));
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
