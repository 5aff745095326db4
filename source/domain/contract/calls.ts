/**
 * The calls of the store, typed: commands change, queries read. The same calls are made by the cockpit through its
 * worker, by one-shot commands directly, and by servers. Plain JSON in and out.
 */
import type { PhaseStatus, TaskStatus } from '../vocabulary.js';
import type {
  Cursor,
  Delta,
  EpicDetail,
  EpicRow,
  EventRow,
  FullEvent,
  MeaningStatus,
  MemoryDetail,
  MemoryHit,
  MemoryRow,
  Overview,
  ProjectTotals,
  SearchHit,
  TaskDetail,
  TaskRow,
} from './rows.js';
import type { ImportReport } from './import.js';
import type {
  CoordinationCommands,
  CoordinationQueries,
  MessageRow,
} from './coordination-calls.js';
import type { ConfigurationCommands, ConfigurationQueries } from './configuration-calls.js';
import type { HealthQueries } from './health-calls.js';
import type { PipelineCommands, PipelineQueries } from './pipeline-calls.js';
import type { RecoveryCommands, RecoveryQueries } from './recovery-calls.js';
import type { MemoryCommands, MemoryQueries } from './memory-calls.js';
import type { NewsQueries } from './news-calls.js';
import type { StatsCommands, StatsQueries } from './stats-calls.js';
import type { TriageCommands, TriageQueries } from './triage-calls.js';

/** Given with every command that acts on an entity. */
export interface ActionInput {
  /** Full id, short id (`fn-1.2`) or alias. */
  readonly id: string;
  /**
   * Overrides everything that stands in the way: the status, another actor's claim, open dependencies. Recorded in
   * the event.
   */
  readonly force?: boolean;
  /** Overrides another actor's claim and nothing else: the status must allow it, and dependencies still hold. */
  readonly takeOver?: boolean;
  /** The version that the caller saw; another one is `store.conflict`. */
  readonly expectedVersion?: number;
}

export interface ActionResult {
  readonly id: string;
  readonly status: TaskStatus;
  readonly version: number;
  readonly commandId: string;
  /** Other tasks that the action changed: upstream_failed, revived, reset by a cascade. */
  readonly alsoChanged: readonly { readonly id: string; readonly status: TaskStatus }[];
}

/** Evidence as a person or an agent hands it in; a single string counts as a list of one. */
export interface EvidenceInput {
  readonly commits?: readonly string[];
  readonly tests?: readonly string[];
  readonly prs?: readonly string[];
  readonly workspaceChanges?: Readonly<Record<string, unknown>>;
  readonly reviewIterations?: number;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What a worker's phase sequence is asked for. The flags are kept with the task once given. */
export interface PhaseFlags {
  readonly tdd?: boolean;
  /** The review backend, such as `rp` or `codex`. */
  readonly review?: string;
}

/** A text as a point among texts; only vectors of one model are compared. */
export interface QueryVector {
  readonly model: string;
  readonly values: readonly number[];
}

export interface PhaseInstruction {
  readonly id: string;
  readonly title: string;
  readonly doneCondition: string;
}

export interface Commands
  extends
    MemoryCommands,
    TriageCommands,
    CoordinationCommands,
    StatsCommands,
    ConfigurationCommands,
    PipelineCommands,
    RecoveryCommands {
  'epic.create': {
    input: { readonly title: string; readonly branchName?: string; readonly body?: string };
    output: { readonly id: string; readonly title: string; readonly commandId: string };
  };
  'task.create': {
    input: {
      readonly epicId: string;
      readonly title: string;
      readonly dependsOn?: readonly string[];
      readonly body?: string;
      /** Markdown put under `## Acceptance`. */
      readonly acceptance?: string;
      readonly priority?: number;
      readonly domain?: string;
      readonly files?: readonly string[];
    };
    output: {
      readonly id: string;
      readonly epicId: string;
      readonly title: string;
      readonly dependsOn: readonly string[];
      readonly commandId: string;
    };
  };
  'dependency.add': {
    input: { readonly taskId: string; readonly dependsOn: string };
    output: {
      readonly taskId: string;
      readonly dependsOn: readonly string[];
      readonly changed: boolean;
    };
  };
  'dependency.remove': {
    input: { readonly taskId: string; readonly dependsOn: string };
    output: {
      readonly taskId: string;
      readonly dependsOn: readonly string[];
      readonly changed: boolean;
    };
  };
  'task.start': { input: ActionInput & { readonly note?: string }; output: ActionResult };
  'task.done': {
    input: ActionInput & { readonly summary?: string; readonly evidence?: EvidenceInput };
    output: ActionResult & {
      readonly durationSeconds: number | null;
      readonly warning: string | null;
    };
  };
  'task.block': { input: ActionInput & { readonly reason: string }; output: ActionResult };
  'task.unblock': { input: ActionInput; output: ActionResult };
  'task.fail': { input: ActionInput & { readonly reason?: string }; output: ActionResult };
  'task.skip': { input: ActionInput & { readonly reason?: string }; output: ActionResult };
  'task.restart': {
    input: ActionInput & { readonly dryRun?: boolean };
    output: ActionResult & {
      /** Reset to todo, the task itself first (with `dryRun`: would be). */
      readonly reset: readonly string[];
      /** Already todo. */
      readonly untouched: readonly string[];
      /** Running tasks that force would reset too. */
      readonly running: readonly string[];
    };
  };
  'task.accept': { input: ActionInput; output: ActionResult };
  'task.release': { input: ActionInput; output: ActionResult };
  'phase.next': {
    input: PhaseFlags & { readonly taskId: string };
    output: {
      readonly taskId: string;
      /** Null when all are done. */
      readonly phase: PhaseInstruction | null;
      readonly completed: readonly string[];
      readonly sequence: readonly string[];
      /** As of `heartbeat.record`: not every agent beats. */
      readonly messages: readonly MessageRow[];
    };
  };
  'phase.done': {
    input: PhaseFlags & { readonly taskId: string; readonly phase: string };
    output: {
      readonly taskId: string;
      readonly completedPhase: string;
      readonly completed: readonly string[];
      readonly allDone: boolean;
      readonly next: PhaseInstruction | null;
    };
  };
  'pipeline.advance': {
    input: { readonly epicId: string; readonly phase: string; readonly status: PhaseStatus };
    output: { readonly epicId: string; readonly phase: string };
  };
  /** Makes the vectors that entries lack for the present model, oldest change first. */
  'memory.embed': {
    input: {
      /** How many entries at most; all without it. */
      readonly limit?: number;
    };
    output: {
      /** Entries that have a vector now and had none, or one of an older text. */
      readonly embedded: number;
      /** Entries that still wait. */
      readonly pending: number;
      /** The id of the model. */
      readonly model: string;
      /** Entries whose text the model cannot take; they are not tried again until they change. */
      readonly refused: number;
    };
  };
  /** A sign of life: it extends the task's locks and hands over the messages that wait. */
  'heartbeat.record': {
    input: { readonly taskId: string; readonly workerPid?: number };
    output: {
      readonly taskId: string;
      readonly lastBeat: string;
      /** Those for this actor or this task that nobody has taken yet, oldest first. */
      readonly messages: readonly MessageRow[];
    };
  };
  'tokens.record': {
    input: {
      readonly epicId?: string;
      readonly taskId?: string;
      readonly phase?: string;
      readonly model?: string;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly cacheRead?: number;
      readonly cacheWrite?: number;
      readonly costUsd?: number;
    };
    output: { readonly id: number };
  };
  /** Reads a `.flow` directory (and the live state beside it) into the database. */
  'import.run': {
    input: {
      /** Absolute path of the `.flow` directory. */
      readonly flowDirectory: string;
      /** Absolute path of the live state directory, `<git common dir>/flow-state`; null where there is none. */
      readonly stateDirectory: string | null;
      /** What the source's path is kept relative to: the git top level, else the directory that holds `.flow`. */
      readonly root: string;
      /** Take this directory in place of the one the database knows. */
      readonly switchSource?: boolean;
    };
    output: ImportReport;
  };
  /** Makes `.flow/meta.json` and `config.json` where they are missing, and the empty database. */
  'project.initialise': {
    input: { readonly root: string };
    output: { readonly path: string; readonly actions: readonly string[] };
  };
}

export interface Queries
  extends
    MemoryQueries,
    TriageQueries,
    CoordinationQueries,
    StatsQueries,
    NewsQueries,
    ConfigurationQueries,
    PipelineQueries,
    HealthQueries,
    RecoveryQueries {
  overview: { input: { readonly eventLimit?: number }; output: Overview };
  /** With `includeArchived`, archived epics too; never bodies. */
  'epics.list': {
    input: { readonly includeArchived?: boolean; readonly status?: string };
    output: readonly EpicRow[];
  };
  /** `epicId: null` lists tasks without an epic, no `epicId` all. */
  'tasks.list': {
    input: {
      readonly epicId?: string | null;
      readonly status?: TaskStatus;
      readonly domain?: string;
    };
    output: readonly TaskRow[];
  };
  'task.detail': { input: { readonly id: string }; output: TaskDetail };
  'epic.detail': { input: { readonly id: string }; output: EpicDetail };
  /** What an id names. */
  'id.resolve': {
    /** With a kind that is wanted, anything else is refused. */
    input: { readonly id: string; readonly wanted?: 'epic' | 'task' };
    output: { readonly kind: 'epic' | 'task'; readonly id: string };
  };
  'ready.list': {
    input: { readonly epicId?: string; readonly includeHinted?: boolean };
    output: {
      readonly ready: readonly TaskRow[];
      readonly inProgress: readonly TaskRow[];
      readonly blocked: readonly {
        readonly task: TaskRow;
        readonly blockedBy: readonly string[];
      }[];
    };
  };
  totals: { input: Readonly<Record<string, never>>; output: ProjectTotals };
  'events.list': {
    input: {
      readonly afterId?: number;
      readonly epicId?: string;
      readonly taskId?: string;
      readonly actor?: string;
      readonly kind?: string;
      readonly since?: string;
      /** Newest first unless `afterId` is given, which lists upwards. */
      readonly limit?: number;
    };
    output: readonly EventRow[];
  };
  'event.full': { input: { readonly id: number }; output: FullEvent };
  'memory.list': {
    input: {
      readonly type?: string;
      readonly module?: string;
      readonly track?: string;
      readonly severity?: string;
      readonly limit?: number;
    };
    output: readonly MemoryRow[];
  };
  'memory.detail': { input: { readonly id: number }; output: MemoryDetail };
  'memory.search': {
    input: {
      readonly text: string;
      readonly limit?: number;
      readonly type?: string;
      readonly module?: string;
      readonly track?: string;
      readonly severity?: string;
      readonly problemType?: string;
      readonly status?: string;
      readonly tags?: readonly string[];
      readonly stale?: boolean;
      readonly expression?: string;
      /** As of `search`. */
      readonly vector?: QueryVector;
    };
    output: readonly MemoryHit[];
  };
  /**
   * Finds memory entries, epics and tasks by words, by parts and misspellings of them and, with a vector, by meaning.
   * An empty text finds the newest entries. No text is an error.
   */
  search: {
    input: {
      readonly text: string;
      readonly scope: 'memory' | 'project' | 'all';
      readonly limit?: number;
      /** Applied before the limit. All hold together; of the tags each one. They choose among memory entries only. */
      readonly filter?: {
        readonly type?: string;
        readonly module?: string;
        readonly track?: string;
        readonly severity?: string;
        readonly problemType?: string;
        readonly status?: string;
        readonly tags?: readonly string[];
        /** Only stale entries, or only others. */
        readonly stale?: boolean;
        /**
         * In the language of filters: `type:pitfall,decision -tag:db stale:yes !draft`. Its last name may be
         * unfinished unless a blank follows.
         */
        readonly expression?: string;
      };
      /** The meaning of the text. */
      readonly vector?: QueryVector;
      /** Asks the store's thread to make the vector, where there is a model. */
      readonly meaning?: boolean;
    };
    output: { readonly hits: readonly SearchHit[]; readonly meaning: MeaningStatus };
  };
  /** What changed since the cursor; null when nothing did. The worker polls it and posts the answer. */
  changes: { input: { readonly cursor: Cursor }; output: Delta | null };
}

export type CommandName = keyof Commands;
export type CommandInput<K extends CommandName> = Commands[K]['input'];
export type CommandOutput<K extends CommandName> = Commands[K]['output'];
export type QueryName = keyof Queries;
export type QueryInput<K extends QueryName> = Queries[K]['input'];
export type QueryOutput<K extends QueryName> = Queries[K]['output'];
