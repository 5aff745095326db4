/** Making, changing and working on tasks. */
import { batchCommands } from '../batch-commands.js';
import { dependencyQueries } from '../dependency-choice.js';
import { lifecycle } from '../lifecycle.js';
import { phases } from '../phases.js';
import { planning } from '../planning.js';
import { records } from '../records.js';
import { resetCommands } from '../reset.js';
import { taskEditCommands } from '../task-edit.js';
import { splitCommands } from '../task-split.js';

export const commands = {
  ...lifecycle,
  ...planning,
  ...phases,
  ...records,
  ...taskEditCommands,
  ...splitCommands,
  ...resetCommands,
  ...batchCommands,
};
export const queries = dependencyQueries;
