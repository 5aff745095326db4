/** Files go on naming an epic and its tasks by the ids from before a rename. */
import type { ImportSet } from '../../domain/contract/import.js';
import { epicIdOfTask } from '../../domain/ids.js';
import { listAliases } from '../../store/repositories/identity.js';
import type { Reader } from '../../store/types.js';

/** What was read, under the ids that the database has for it. */
export async function underCurrentIds(reader: Reader, set: ImportSet): Promise<ImportSet> {
  const aliases = await listAliases(reader);
  if (aliases.size === 0) return set;
  const current = (id: string): string => {
    const known = aliases.get(id);
    if (known !== undefined) return known;
    // A task that was added to the files of a renamed epic.
    const epic = epicIdOfTask(id);
    const newEpic = epic === null ? undefined : aliases.get(epic);
    return epic === null || newEpic === undefined ? id : newEpic + id.slice(epic.length);
  };
  const optional = (id: string | null): string | null => id && current(id);
  return {
    ...set,
    epics: set.epics.map((epic) => ({
      ...epic,
      id: current(epic.id),
      dependsOn: epic.dependsOn.map(current),
    })),
    tasks: set.tasks.map((task) => ({
      ...task,
      id: current(task.id),
      epicId: optional(task.epicId),
      parentId: optional(task.parentId),
      dependsOn: task.dependsOn.map((edge) => ({ ...edge, id: current(edge.id) })),
    })),
    ...(set.placeholders && {
      placeholders: set.placeholders.map((each) => ({ ...each, id: current(each.id) })),
    }),
    ...(set.logs && {
      logs: set.logs.map((log) => ({
        ...log,
        events: log.events.map((event) => ({
          ...event,
          epicId: optional(event.epicId),
          taskId: optional(event.taskId),
        })),
        tokens: log.tokens.map((record) => ({
          ...record,
          epicId: optional(record.epicId),
          taskId: optional(record.taskId),
        })),
      })),
    }),
  };
}
