/** The program itself. */
import type { programKeys } from '../../keymap/program.js';
import { only } from '../effects.js';
import { effect, type CommandsOf } from './command.js';

export const programCommands: CommandsOf<typeof programKeys> = {
  help: (state, context) =>
    only({
      ...state,
      dialog: { type: 'reader', text: { type: 'help', ascii: context.ascii }, top: 0 },
    }),
  quit: effect('quit'),
  interrupt: effect('quit'),
  repaint: effect('repaint'),
  suspend: effect('suspend'),
  reopen: (state) =>
    state.connection.type === 'dead' || state.stage.type === 'failed'
      ? { state, effects: [{ type: 'reopen' }] }
      : only(state),
};
