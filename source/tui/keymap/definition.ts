/** What a binding of a key is. Key names are those of `input.ts`; what is made of the table is in `keys.ts`. */
import type { TaskRow } from '../../domain/contract/rows.js';
import type { PaneName, ScreenName } from '../panes/pane.js';

/** Where a binding holds. `global` holds besides the others, except where text is typed. */
export const scopes = ['global', 'pane', 'detail', 'prompt', 'confirm', 'reader', 'start'] as const;
export type Scope = (typeof scopes)[number];

/** What decides whether a binding applies now and how it is called. */
export interface KeyContext {
  readonly screen: ScreenName;
  readonly focus: PaneName;
  readonly detailOpen: boolean;
  /** Whether the row under the cursor leads to a detail. */
  readonly openable: boolean;
  /** Whether rows of the pane can be marked, and how many are. */
  readonly markable: boolean;
  readonly marked: number;
  /** How many epics have something unread. */
  readonly unread: number;
  /** Whether a search narrows what is shown, or marks it. */
  readonly searching: boolean;
  /** The task that action keys act on; null when an epic or nothing is selected. */
  readonly task: TaskRow | null;
  /** All tasks that action keys act on: the marked ones, else the selected one. */
  readonly tasks: readonly TaskRow[];
  readonly epicSelected: boolean;
  readonly storeDead: boolean;
  readonly demoAvailable: boolean;
}

export interface BindingDefinition {
  readonly keys: readonly string[];
  readonly scopes: readonly Scope[];
  /** One or two words for the footer. */
  readonly label: string | ((context: KeyContext) => string);
  readonly help: string;
  /** Changes what is stored: refused in large chunks and just after the terminal got the focus. */
  readonly actsOnData?: true;
  /** Shown in the footer while nothing stands in the way. */
  readonly hint?: true;
  /** Why it cannot be done now, in one sentence; null where it can. Without it, it always can. */
  readonly refusal?: (context: KeyContext) => string | null;
}

export const everywhere: readonly Scope[] = ['pane', 'detail'];
export const lists: readonly Scope[] = ['pane', 'detail', 'reader'];
/** Where nothing else may be bound to the key: it works whatever is open. */
export const always: readonly Scope[] = ['global', 'prompt', 'confirm', 'reader', 'start'];

/** A refusal with one reason, from what must hold. */
export function needs(
  holds: (context: KeyContext) => boolean,
  reason: string,
): (context: KeyContext) => string | null {
  return (context) => (holds(context) ? null : reason);
}
