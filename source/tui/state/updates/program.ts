/** The program itself. */
import type { programKeys } from '../../keymap/program.js';
import { only } from '../effects.js';
import { effect, type CommandsOf } from './command.js';
import { openHelp } from './help.js';

export const programCommands: CommandsOf<typeof programKeys> = {
  help: openHelp,
  debug: effect('debug'),
  quit: effect('quit'),
  interrupt: effect('quit'),
  repaint: effect('repaint'),
  suspend: effect('suspend'),
  reopen: (state) =>
    state.connection.type === 'dead' || state.stage.type === 'failed'
      ? { state, effects: [{ type: 'reopen' }] }
      : only(state),
};
