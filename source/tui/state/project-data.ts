/** The cockpit's mirror of the store: what was asked for, kept current by deltas. */
import type {
  Cursor,
  EpicDetail,
  EpicRow,
  EventRow,
  MemoryHit,
  MemoryRow,
  ProjectTotals,
  TaskDetail,
  TaskRow,
} from '../../domain/contract/rows.js';

export interface ProjectData {
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
  readonly memory: {
    readonly entries: readonly MemoryRow[];
    /** The answer to `query`; null while the box is empty. */
    readonly hits: readonly MemoryHit[] | null;
    readonly query: string;
  };
}
