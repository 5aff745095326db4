/** What each command of the keymap does to the state. */
import type { CommandId } from '../../keys.js';
import type { CockpitState } from '../cockpit-state.js';
import type { Update, UpdateContext } from '../effects.js';
import type { Command } from './command.js';
import { arrangingCommands } from './arranging.js';
import { coordinationCommands } from './coordination.js';
import { dialogCommands } from './dialogs.js';
import { epicCommands } from './epics.js';
import { firstScreenCommands } from './first-screen.js';
import { helpCommands } from './help.js';
import { listCommands } from './lists.js';
import { memoryCommands } from './memory.js';
import { markingCommands } from './marking.js';
import { movementCommands } from './movement.js';
import { pickerCommands } from './pickers.js';
import { planningCommands } from './planning.js';
import { programCommands } from './program.js';
import { taskCommands } from './tasks.js';
import { triageCommands } from './triage.js';
import { unreadCommands } from './unread.js';

const commands: Readonly<Record<CommandId, Command>> = {
  ...movementCommands,
  ...listCommands,
  ...arrangingCommands,
  ...markingCommands,
  ...unreadCommands,
  ...taskCommands,
  ...planningCommands,
  ...epicCommands,
  ...memoryCommands,
  ...coordinationCommands,
  ...triageCommands,
  ...programCommands,
  ...dialogCommands,
  ...helpCommands,
  ...pickerCommands(runCommand),
  ...firstScreenCommands,
};

export function runCommand(id: CommandId, state: CockpitState, context: UpdateContext): Update {
  return commands[id](state, context);
}
