/** The one table of keys, in the order of the footer and the help. */
import { arrangingKeys } from './arranging.js';
import { coordinationKeys } from './coordination.js';
import type { BindingDefinition } from './definition.js';
import { dialogKeys } from './dialogs.js';
import { epicKeys } from './epics.js';
import { firstScreenKeys } from './first-screen.js';
import { helpKeys } from './help.js';
import { listKeys } from './lists.js';
import { memoryKeys } from './memory.js';
import { markingKeys } from './marking.js';
import { movementKeys } from './movement.js';
import { pickerKeys } from './pickers.js';
import { planningKeys } from './planning.js';
import { programKeys } from './program.js';
import { taskKeys } from './tasks.js';
import { triageKeys } from './triage.js';
import { unreadKeys } from './unread.js';

export {
  scopes,
  type Addressee,
  type BindingDefinition,
  type KeyContext,
  type Scope,
} from './definition.js';

export const keymap = {
  ...movementKeys,
  ...listKeys,
  ...arrangingKeys,
  ...markingKeys,
  ...unreadKeys,
  ...taskKeys,
  ...planningKeys,
  ...epicKeys,
  ...memoryKeys,
  ...coordinationKeys,
  ...triageKeys,
  ...programKeys,
  ...dialogKeys,
  ...helpKeys,
  ...pickerKeys,
  ...firstScreenKeys,
} as const satisfies Record<string, BindingDefinition>;

export type CommandId = keyof typeof keymap;
