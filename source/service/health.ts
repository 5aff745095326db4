/** Whether a project's rows make sense. */
import type { TaskRow } from '../domain/contract/rows.js';
import { buildGraph } from '../domain/graph.js';
import { validateEpic, type EpicValidation } from '../domain/validation.js';
import { listEpicEdges } from '../store/repositories/dependencies.js';
import { listEpicRows } from '../store/repositories/epic-rows.js';
import { listEpicsWithoutText, listTasksWithoutHeadings } from '../store/repositories/health.js';
import { listTaskRows } from '../store/repositories/task-rows.js';
import type { Reader } from '../store/types.js';
import type { QueryHandlers } from './handlers.js';
import { resolveEpic } from './identity.js';

export const healthQueries: QueryHandlers<'health.validate'> = {
  async 'health.validate'({ reader }, { epicId }) {
    if (epicId === undefined) return validate(reader, {});
    return validate(reader, { ids: [await resolveEpic(reader, epicId)], includeArchived: true });
  },
};

/** In natural order of the epics' ids. */
export async function validate(
  reader: Reader,
  filter: { readonly ids?: readonly string[]; readonly includeArchived?: boolean },
): Promise<readonly EpicValidation[]> {
  const epics = await listEpicRows(reader, filter);
  const tasks = await listTaskRows(reader, {});
  const epicOfTask = new Map(tasks.map((task) => [task.id, task.epicId]));
  const tasksWithoutHeadings = await listTasksWithoutHeadings(reader);
  const withoutText = await listEpicsWithoutText(reader);
  const { cycles } = buildGraph(await listEpicEdges(reader));
  const byEpic = new Map<string | null, TaskRow[]>();
  for (const task of tasks) {
    const group = byEpic.get(task.epicId);
    if (group) group.push(task);
    else byEpic.set(task.epicId, [task]);
  }
  return epics.map((epic) =>
    validateEpic({
      epic,
      tasks: byEpic.get(epic.id) ?? [],
      epicOfTask,
      tasksWithoutHeadings,
      hasText: !withoutText.has(epic.id),
      // Asked about one epic, a ring counts wherever it begins; asked about all, at its first.
      epicCycles: cycles.filter((ring) =>
        filter.ids ? ring.includes(epic.id) : ring[0] === epic.id,
      ),
    }),
  );
}
