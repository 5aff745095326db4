/** What the filters of lists depend on besides the rows. */
import type { TaskRow } from '../../domain/contract/rows.js';
import type { FilterContext } from '../../search/filter-language/index.js';
import type { ProjectData } from './project-data.js';
import type { Unread } from './unread.js';

export function makeFilterContext(given: {
  readonly actor: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly unread: Unread;
  readonly data: ProjectData;
}): FilterContext {
  const { actor, now, unread, data } = given;
  const locks = new Map<string, readonly string[]>();
  for (const { taskId, locks: paths } of data.coordination.agents ?? []) {
    if (taskId !== null && paths.length > 0) locks.set(taskId, paths);
  }
  let rows: ReadonlyMap<string, TaskRow> | null = null;
  const rowOf = (id: string): TaskRow | undefined => {
    rows ??= new Map([...data.tasksByEpic.values()].flat().map((row) => [row.id, row]));
    return rows.get(id);
  };
  return {
    actor,
    now: new Date(now).toISOString(),
    locks,
    unread: new Set([...unread.tasks, ...unread.epics, ...unread.actors]),
    statusOf: (id) => rowOf(id)?.status,
  };
}
