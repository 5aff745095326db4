/** The cockpit's mirror of the store: what was asked for, kept current by deltas. */
import type {
  Cursor,
  EpicDetail,
  EpicRow,
  EventRow,
  MeaningStatus,
  MemoryRow,
  ProjectTotals,
  SearchHit,
  TaskDetail,
  TaskRow,
} from '../../domain/contract/rows.js';
import type { Coordination } from './coordination.js';

import type { HistoryEntry } from '../../domain/contract/triage-calls.js';
import type { NewsMap } from './unread.js';

/** Memory entries, or the epics and tasks. */
export type SearchScope = 'memory' | 'project';

export interface ProjectData {
  /** What was done here and can be taken back or not, newest first; missing until it was looked at. */
  readonly history?: readonly HistoryEntry[];
  readonly projectName: string;
  readonly cursor: Cursor;
  readonly totals: ProjectTotals;
  /** In display order: open before done before archived, then by natural id. */
  readonly epics: readonly EpicRow[];
  /** The tasks of the epics looked at so far, in natural order of ids. */
  readonly tasksByEpic: ReadonlyMap<string, readonly TaskRow[]>;
  readonly taskDetails: ReadonlyMap<string, TaskDetail>;
  readonly epicDetails: ReadonlyMap<string, EpicDetail>;
  /** Newest first, at most 500. */
  readonly events: readonly EventRow[];
  /** The inbox and the agents. */
  readonly coordination: Coordination;
  /** What others did since this person last looked. */
  readonly news: NewsMap;
  readonly memory: {
    readonly entries: readonly MemoryRow[];
    /** The answer to `query`; null while the box is empty. */
    readonly hits: readonly SearchHit[] | null;
    readonly query: string;
    /** What the box searches; the memory unless it was switched. */
    readonly scope?: SearchScope;
    /** Whether the hits are by meaning too; null while that is not known. */
    readonly meaning?: MeaningStatus | null;
  };
}
