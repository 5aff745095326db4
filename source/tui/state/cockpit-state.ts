/** Everything that is on the screen and not in the store: focus, cursors, dialogs, notices. Plain and immutable. */
import type { Progress } from '../../domain/contract/store-client.js';
import type { SerialisedError } from '../../domain/errors.js';
import type { Scope } from '../keymap/index.js';
import type { ListKind } from '../../search/filter-language/index.js';
import type { Size } from '../layout.js';
import { paneNames, type PaneDefinition, type PaneName, type ScreenName } from '../panes/pane.js';
import type { ReaderText } from '../reader.js';
import type { Health } from './health.js';
import type { Intent } from './intents.js';
import { mouseLeft, type Mouse } from './mouse.js';
import type { Picker } from './picker.js';
import type { TextField } from './text-field.js';
import { nothingSeen, type Seen } from './unread.js';
import type { SavedView } from './views.js';

// Each pane knows its own model and state; the shell only passes them on.
export type AnyPane = PaneDefinition<unknown, unknown>;

export interface PaneRegistry {
  readonly panes: Readonly<Record<PaneName, AnyPane>>;
  readonly detail: AnyPane;
}

/** Where the program stands with its project. */
export type Stage =
  | { readonly type: 'opening' }
  | { readonly type: 'importing'; readonly progress: Progress | null }
  | { readonly type: 'ready' }
  /** Nothing here yet: the first-run screen. */
  | { readonly type: 'empty'; readonly directory: string }
  | { readonly type: 'failed'; readonly error: SerialisedError };

export type Connection =
  | { readonly type: 'live' }
  /** `since` is when the last thing was heard, in milliseconds. */
  | { readonly type: 'dead'; readonly error: SerialisedError; readonly since: number }
  | { readonly type: 'reopening'; readonly since: number };

export type Dialog =
  | {
      readonly type: 'prompt';
      readonly title: string;
      /** Shown while nothing is typed. */
      readonly placeholder: string;
      readonly required: boolean;
      readonly field: TextField;
      readonly intent: TextIntent;
    }
  | {
      readonly type: 'confirm';
      readonly title: string;
      readonly lines: readonly string[];
      readonly intent: Intent;
    }
  | HelpDialog
  /** A text to scroll through: a memory entry, the figures. */
  | {
      readonly type: 'reader';
      readonly text: ReaderText;
      readonly top: number;
    }
  | Picker;

/** The keys, to search and to carry out. */
export interface HelpDialog {
  readonly type: 'help';
  readonly field: TextField;
  /** Of the cursor, among the rows that are found. */
  readonly position: number;
  /** The first line shown, as far as the cursor is in sight then. */
  readonly top: number;
  /** Where keys were looked up when it was opened. */
  readonly active: readonly Scope[];
  readonly ascii: boolean;
}

export type Prompt = Extract<Dialog, { type: 'prompt' }>;
export type Question = Extract<Dialog, { type: 'confirm' }>;

/** What becomes of a typed text. */
export type TextIntent =
  | { readonly type: 'search'; readonly pane: PaneName | 'detail' }
  | { readonly type: 'openDirectory' }
  /** The name of a view. */
  | { readonly type: 'saveView'; readonly kind: ListKind; readonly text: string }
  | { readonly type: 'intent'; readonly intent: Intent };

export interface LastFailure {
  readonly intent: Intent;
  readonly error: SerialisedError;
  /** What its text was typed into; null where nothing was typed. */
  readonly prompt: Prompt | null;
}

export interface Notice {
  readonly level: 'info' | 'error';
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface DetailTarget {
  readonly type: 'epic' | 'task';
  readonly id: string;
  readonly epicId: string | null;
  /** The list that `n` and `p` walk along. */
  readonly list: PaneName;
}

export interface LeftScreen {
  readonly focus: PaneName;
  readonly detail: DetailTarget | null;
  readonly detailState: unknown;
}

export interface CockpitState {
  readonly size: Size;
  readonly stage: Stage;
  readonly connection: Connection;
  readonly screen: ScreenName;
  readonly focus: PaneName;
  /** The screens that lead back to the main one, the nearest last. */
  readonly path: readonly ScreenName[];
  /** How the screens that are not shown were left. */
  readonly left: Readonly<Partial<Record<ScreenName, LeftScreen>>>;
  /** The focused pane alone, or the detail alone, fills the screen. */
  readonly zoomed: boolean;
  /** Whether the cursor was last on an epic or on a task: what actions and phases are about. */
  readonly subject: 'epic' | 'task';
  readonly panes: Readonly<Record<PaneName, unknown>>;
  readonly detail: DetailTarget | null;
  readonly detailState: unknown;
  readonly dialog: Dialog | null;
  readonly notice: Notice | null;
  /** The last action that failed and was not done since: what was wanted and why nothing came of it. */
  readonly lastFailure: LastFailure | null;
  /** What is wrong with the store's answers; null while all is well. */
  readonly health: Health | null;
  /** Rows to put the cursor on once they appear: what was just created. */
  readonly awaited: { readonly pane: PaneName; readonly key: string } | null;
  /** Claims of others that were overridden once: `task actor`. */
  readonly overridden: readonly string[];
  /** When the terminal last got the focus; null for never. */
  readonly focusedAt: number | null;
  /** False while the terminal says that it has not the focus. */
  readonly terminalFocused: boolean;
  readonly mouse: Mouse;
  readonly seen: Seen;
  /** This person's own views of lists. */
  readonly views: readonly SavedView[];
  /** The time that ages are measured from; stepped, so that nothing draws in between. */
  readonly now: number;
}

export function initialState(
  registry: PaneRegistry,
  given: { readonly size: Size; readonly now: number },
): CockpitState {
  const { panes, detail } = registry;
  return {
    size: given.size,
    stage: { type: 'opening' },
    connection: { type: 'live' },
    screen: 'main',
    focus: 'epics',
    path: [],
    left: {},
    zoomed: false,
    subject: 'epic',
    panes: Object.fromEntries(
      paneNames.map((name) => [name, panes[name].initialState]),
    ) as CockpitState['panes'],
    detail: null,
    detailState: detail.initialState,
    dialog: null,
    notice: null,
    health: null,
    lastFailure: null,
    awaited: null,
    overridden: [],
    focusedAt: null,
    terminalFocused: true,
    mouse: mouseLeft,
    seen: nothingSeen,
    views: [],
    now: given.now,
  };
}
