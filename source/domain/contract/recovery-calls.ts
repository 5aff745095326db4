/** The calls that bring back what was lost: from git's log, from a checkpoint. */
import type { TaskStatus } from '../vocabulary.js';
import type { GapRow } from './coordination-calls.js';
import type { Evidence } from './rows.js';

export interface ProvenTask {
  readonly id: string;
  /** Newest first. */
  readonly commits: readonly {
    readonly hash: string;
    readonly at: string;
    readonly subject: string;
  }[];
}

/** One entity as it was, by the names that events use; phases are fields `phase:<id>`. */
export type RecordedFields = Readonly<Record<string, unknown>>;

export interface Checkpoint {
  readonly epicId: string;
  readonly createdAt: string;
  readonly actor: string;
  readonly databaseId: string;
  /** `id` and `createdAt` beside the fields. */
  readonly epic: RecordedFields;
  readonly tasks: readonly RecordedFields[];
}

export interface RecoveryCommands {
  /** Takes over as done what commits prove. What stands in another status is left alone unless it is named. */
  'epic.recover': {
    input: {
      readonly epicId: string;
      readonly proven: readonly ProvenTask[];
      /** Statuses that are normally left alone and are not this time. */
      readonly include?: readonly TaskStatus[];
      readonly dryRun?: boolean;
    };
    output: {
      readonly epicId: string;
      readonly recovered: readonly string[];
      readonly alreadyDone: readonly string[];
      readonly leftAlone: readonly { readonly id: string; readonly status: TaskStatus }[];
      readonly commandId: string;
    };
  };
  /** Sets an epic and its tasks to what a checkpoint holds; what was made since stays. */
  'checkpoint.restore': {
    input: { readonly checkpoint: Checkpoint };
    output: {
      readonly epicId: string;
      /** Ids of what is different now. */
      readonly restored: readonly string[];
      readonly created: readonly string[];
      /** Tasks of the epic that the checkpoint does not know. */
      readonly kept: readonly string[];
      readonly commandId: string;
    };
  };
}

/** An epic with everything that its files say, and where they are. */
export interface ExportedEpic {
  readonly id: string;
  readonly fields: RecordedFields;
  /** Relative to the `.flow` directory. */
  readonly files: readonly string[];
  readonly vanished: boolean;
  readonly gaps: readonly GapRow[];
}

/** What epics and tasks have in common. */
export type ExportedEntity = Omit<ExportedEpic, 'gaps'>;

export interface ExportedTask extends ExportedEntity {
  readonly evidence: Evidence | null;
}

export interface RecoveryQueries {
  /** All of an epic at one moment. */
  'checkpoint.read': {
    input: { readonly epicId: string; readonly now: string; readonly actor: string };
    output: Checkpoint;
  };
  /** All names that an epic has had, by one of them in full; a checkpoint may bear any. */
  'checkpoint.names': {
    input: { readonly id: string };
    /** Null where nothing bears the name any more. */
    output: { readonly id: string; readonly formerIds: readonly string[] } | null;
  };
  /** What an export writes. */
  'export.read': {
    input: Readonly<Record<string, never>>;
    output: { readonly epics: readonly ExportedEpic[]; readonly tasks: readonly ExportedTask[] };
  };
}
