/** Making and changing epics, and bringing one back. */
import { checkpointCommands, checkpointQueries } from '../checkpoint.js';
import { epicEditCommands } from '../epic-edit.js';
import { epicRenameCommands } from '../epic-rename.js';
import { epicStatusCommands } from '../epic-status.js';
import { planning } from '../planning.js';
import { recoverCommands } from '../recover.js';
import { resetCommands } from '../reset.js';

export const commands = {
  ...planning,
  ...epicEditCommands,
  ...epicStatusCommands,
  ...epicRenameCommands,
  ...resetCommands,
  ...recoverCommands,
  ...checkpointCommands,
};
export const queries = checkpointQueries;
