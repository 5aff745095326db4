/** What a binding of a key is. Key names are those of `input.ts`; what is made of the table is in `keys.ts`. */
import type { InboxItem } from '../../domain/contract/coordination-calls.js';
import type { EpicRow, MemoryRow, TaskRow } from '../../domain/contract/rows.js';
import type { HistoryEntry } from '../../domain/contract/triage-calls.js';
import type { PaneName, ScreenName } from '../panes/pane.js';

/** Where a binding holds. `global` holds besides the others, except where text is typed. */
export const scopes = [
  'global',
  'pane',
  'inbox',
  'memory',
  'detail',
  'prompt',
  'picker',
  'confirm',
  'reader',
  'help',
  'start',
] as const;
export type Scope = (typeof scopes)[number];

/** What decides whether a binding applies now and how it is called. */
export interface KeyContext {
  readonly screen: ScreenName;
  readonly focus: PaneName;
  /** How many panes the screen has. */
  readonly panes: number;
  readonly detailOpen: boolean;
  /** Whether the row under the cursor leads to a detail. */
  readonly openable: boolean;
  /** Whether the list is searched in the language of filters, and whether its rows can stand in groups. */
  readonly filterable: boolean;
  readonly groupable: boolean;
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
  /** The row of the inbox that keys act on; null elsewhere. */
  readonly inboxItem: InboxItem | null;
  /** Whom a message would go to; null for nobody. */
  readonly addressee: Addressee | null;
  /** Whether the row is about a task or an epic that can be shown elsewhere. */
  readonly revealable: boolean;
  /** The epic that action keys act on: the open detail's, else the one under the cursor of the epics. */
  readonly epic: EpicRow | null;
  /** Whether the keys are on the epic rather than on one of its tasks. */
  readonly onEpic: boolean;
  /** The entry under the cursor of the memory, while that has the focus. */
  readonly memory: MemoryRow | null;
  /** The action under the cursor of the history, while that has the focus. */
  readonly action: HistoryEntry | null;
  readonly storeDead: boolean;
  /** Whether an action failed and was not done since. */
  readonly failed: boolean;
  readonly demoAvailable: boolean;
}

/** An actor by name, or whoever works on a task. */
export interface Addressee {
  readonly actor: string | null;
  readonly taskId: string | null;
}

export interface BindingDefinition {
  /** None where it is rare: then it is found in the palette alone. */
  readonly keys: readonly string[];
  readonly scopes: readonly Scope[];
  /** One or two words for the footer. */
  readonly label: string | ((context: KeyContext) => string);
  readonly help: string;
  /** Changes what is stored: refused in large chunks and just after the terminal got the focus. */
  readonly actsOnData?: true;
  /** The screens where it is among the answers to a row, and so comes first in the footer. */
  readonly answersOn?: readonly ScreenName[];
  /** Shown in the footer while nothing stands in the way. */
  readonly hint?: true;
  /** Why it cannot be done now, in one sentence; null where it can. Without it, it always can. */
  readonly refusal?: (context: KeyContext) => string | null;
}

export const everywhere: readonly Scope[] = ['pane', 'detail'];
export const lists: readonly Scope[] = ['pane', 'detail', 'reader'];
/** Where nothing else may be bound to the key: it works whatever is open. */
export const always: readonly Scope[] = [
  'global',
  'prompt',
  'picker',
  'confirm',
  'reader',
  'help',
  'start',
];

/** A refusal with one reason, from what must hold. */
export function needs(
  holds: (context: KeyContext) => boolean,
  reason: string,
): (context: KeyContext) => string | null {
  return (context) => (holds(context) ? null : reason);
}
