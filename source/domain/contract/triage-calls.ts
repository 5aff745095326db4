/** The calls by which a person triages: editing, splitting, acting on many at once, undoing and redoing. */
import type { SerialisedError } from '../errors.js';
import type { EntityKind, EpicStatus, Origin, ReviewStatus, TaskStatus } from '../vocabulary.js';
import type { ActionInput } from './calls.js';

/** What can be done to many tasks in one transaction. */
export type BatchOperation =
  | 'start'
  | 'done'
  | 'accept'
  | 'block'
  | 'unblock'
  | 'fail'
  | 'skip'
  | 'restart'
  | 'reset'
  | 'release';

export interface BatchItem {
  readonly id: string;
  /** The version that the caller saw; another one is `store.conflict` for this item alone. */
  readonly expectedVersion?: number;
}

export type BatchResult =
  | { readonly id: string; readonly ok: true; readonly status: TaskStatus }
  | { readonly id: string; readonly ok: false; readonly error: SerialisedError };

/** Only what is given changes. */
export interface TaskEdit {
  readonly title?: string;
  /** Null for none. */
  readonly priority?: number | null;
  readonly domain?: string;
  /** Null gives the claim back; the status stays. */
  readonly assignee?: string | null;
  /** The Markdown text, without the sections Done summary and Evidence. */
  readonly body?: string;
  /** Replaces the ids that the task waits for (kind `blocks`); cycles and unknown ids are refused. */
  readonly dependsOn?: readonly string[];
  readonly files?: readonly string[];
}

export interface EpicEdit {
  readonly title?: string;
  readonly body?: string;
  /** Null for none. */
  readonly branchName?: string | null;
}

export interface EditResult {
  readonly id: string;
  readonly version: number;
  readonly commandId: string;
  /** The fields that differ now; empty when nothing was written. */
  readonly changed: readonly string[];
}

export interface EpicActionInput {
  readonly id: string;
  readonly expectedVersion?: number;
  /** Also where a rule stands in the way; recorded in the event. */
  readonly force?: boolean;
}

export interface EpicActionResult {
  readonly id: string;
  readonly status: EpicStatus;
  readonly archived: boolean;
  readonly version: number;
  readonly commandId: string;
}

export interface EpicDependencyResult {
  readonly id: string;
  readonly dependsOn: readonly string[];
  /** False where it was so already. */
  readonly changed: boolean;
  readonly commandId: string;
}

/** One user action in the history, however many rows it changed. */
export interface HistoryEntry {
  readonly commandId: string;
  readonly at: string;
  readonly actor: string | null;
  readonly origin: Origin;
  /** What was done to what, as the end of a sentence: `finished fn-3.2`, `blocked 4 tasks`. */
  readonly label: string;
  readonly entities: readonly { readonly kind: EntityKind; readonly id: string }[];
  /** `undone` leads to redoing, `done` to undoing. */
  readonly state: 'done' | 'undone';
  /** Why that is not possible now: who touched what since. Null where it is. */
  readonly refusal: string | null;
}

export interface UndoResult {
  /** The action that was taken back or done again. */
  readonly of: string;
  /** The new action that did it. */
  readonly commandId: string;
  readonly label: string;
  readonly entities: readonly { readonly kind: EntityKind; readonly id: string }[];
}

/** A review as it is set: how it is stored, or the reviewer's own words. */
export type ReviewWord = ReviewStatus | 'ship' | 'needs_work';

/** Which program does what; null falls back to what the epic, or nothing, says. Only what is given changes. */
export interface Backends {
  readonly implement?: string | null;
  readonly review?: string | null;
  readonly sync?: string | null;
}

export interface TriageCommands {
  'task.edit': {
    input: TaskEdit & { readonly id: string; readonly expectedVersion?: number };
    output: EditResult;
  };
  'epic.edit': {
    input: EpicEdit & { readonly id: string; readonly expectedVersion?: number };
    output: EditResult;
  };
  /** The original is skipped, and who waited for it waits for all parts; in a chain for the last. */
  'task.split': {
    input: {
      readonly id: string;
      readonly expectedVersion?: number;
      /** At least two. */
      readonly titles: readonly string[];
      /** Each part waits for the one before. */
      readonly chain?: boolean;
      readonly force?: boolean;
    };
    output: {
      readonly id: string;
      readonly parts: readonly string[];
      readonly chain: boolean;
      readonly commandId: string;
    };
  };
  /** One task back to todo, what waits for it only with `cascade`. */
  'task.reset': {
    input: ActionInput & { readonly cascade?: boolean };
    output: {
      readonly id: string;
      readonly reset: readonly string[];
      readonly commandId: string;
    };
  };
  /** All tasks of an epic back to todo. */
  'epic.replay': {
    input: EpicActionInput & { readonly dryRun?: boolean };
    output: {
      readonly id: string;
      readonly reset: readonly string[];
      readonly running: readonly string[];
      readonly commandId: string;
    };
  };
  /** Every finished hint of an epic becomes done at once. */
  'epic.accept': {
    input: EpicActionInput;
    output: {
      readonly id: string;
      readonly accepted: readonly string[];
      readonly commandId: string;
    };
  };
  /** @throws `epic.tasks_open` and `epic.gaps_open` unless forced or the check of gaps is left out */
  'epic.close': {
    input: EpicActionInput & { readonly skipGapCheck?: boolean };
    output: EpicActionResult;
  };
  /** Open again, with both reviews unknown. @throws `epic.open`; `epic.archived` unless forced */
  'epic.reopen': { input: EpicActionInput; output: EpicActionResult };
  /** @throws `epic.not_done` unless forced */
  'epic.archive': { input: EpicActionInput; output: EpicActionResult };
  'epic.unarchive': { input: EpicActionInput; output: EpicActionResult };
  /** Archives every epic that is done, in one action. */
  'epic.clean': {
    input: Readonly<Record<string, never>>;
    output: { readonly archived: readonly string[]; readonly commandId: string };
  };
  /** A new title and, made from it, a new id; all that refers to the epic and its tasks follows, old ids stay valid. */
  'epic.rename': {
    input: { readonly id: string; readonly expectedVersion?: number; readonly title: string };
    output: {
      readonly oldId: string;
      readonly newId: string;
      readonly title: string;
      readonly version: number;
      readonly commandId: string;
      /** The tasks by their new ids. */
      readonly tasks: readonly string[];
      /** Epics that wait for this one. */
      readonly referencedBy: readonly string[];
    };
  };
  /** @throws `dependency.self`, `dependency.cycle` */
  'epic.addDependency': {
    input: { readonly id: string; readonly dependsOn: string };
    output: EpicDependencyResult;
  };
  'epic.removeDependency': {
    input: { readonly id: string; readonly dependsOn: string };
    output: EpicDependencyResult;
  };
  /** Only what is given changes. */
  'epic.set': {
    input: {
      readonly id: string;
      readonly expectedVersion?: number;
      readonly planReview?: ReviewWord;
      readonly completionReview?: ReviewWord;
      /** Null for none. */
      readonly branchName?: string | null;
      readonly backends?: Backends;
      /** Whether the epic waits to be carried out without a person. */
      readonly autoExecute?: boolean;
    };
    output: EditResult;
  };
  'task.setBackend': {
    input: Backends & { readonly id: string; readonly expectedVersion?: number };
    output: EditResult;
  };
  /** One operation on many tasks in one transaction and one action: what cannot be done is told, the rest is done. */
  'tasks.apply': {
    input: {
      readonly operation: BatchOperation;
      readonly items: readonly BatchItem[];
      /** The summary or reason for each. */
      readonly text?: string;
      readonly force?: boolean;
      readonly takeOver?: boolean;
    };
    output: { readonly commandId: string; readonly results: readonly BatchResult[] };
  };
  /** The same edit to many tasks in one transaction and one action. */
  'tasks.edit': {
    input: {
      readonly items: readonly BatchItem[];
      readonly edit: Pick<TaskEdit, 'priority' | 'domain' | 'assignee'>;
    };
    output: { readonly commandId: string; readonly results: readonly BatchResult[] };
  };
  /**
   * Takes back one action: the named one, else the caller's latest that is not undone, among those that came through
   * the same door (in the cockpit its own, on the command line its own).
   * @throws `undo.nothing`, `undo.conflict` (who touched what since), `undo.impossible`
   */
  'history.undo': { input: { readonly commandId?: string }; output: UndoResult };
  /** Does again what was undone last, by the same rule. @throws `redo.nothing` and as `history.undo` */
  'history.redo': { input: { readonly commandId?: string }; output: UndoResult };
}

export interface TriageQueries {
  /** Actions, newest first; what an undo or redo did is folded into the action it is about. */
  'history.list': {
    input: {
      /** Whose; the caller names himself. */
      readonly actor?: string;
      readonly origin?: Origin;
      readonly limit?: number;
    };
    output: readonly HistoryEntry[];
  };
  /** The tasks that a task may wait for, with the reason where one would close a cycle. */
  'dependency.candidates': {
    input: { readonly taskId: string };
    output: readonly {
      readonly id: string;
      readonly title: string;
      readonly status: TaskStatus;
      /** The task waits for it already. */
      readonly chosen: boolean;
      readonly refusal: string | null;
    }[];
  };
}
