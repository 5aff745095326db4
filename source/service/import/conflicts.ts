/** Fields that changed both in a file and here: told, and the value here kept. */
import type { ImportFinding, ImportSet } from '../../domain/contract/import.js';
import { insertEvent, type NewEvent } from '../../store/repositories/events.js';
import type { Transaction } from '../../store/types.js';
import type { EntityConflict, ImportPlan } from './plan.js';

/** Longer values are named without their contents. */
const longestShown = 80;

export function conflictFindings(plan: ImportPlan, set: ImportSet): ImportFinding[] {
  const paths = pathsOf(set);
  return conflictsOf(plan).map(({ kind, id, fields }) => ({
    severity: 'warning',
    kind: 'conflict',
    path: paths.get(`${kind}:${id}`) ?? null,
    message: fields.some(({ field }) => field === 'deleted')
      ? `${id} was deleted here and changed in its file; it stays deleted.`
      : `${id} was changed here and in its file; kept from here: ${fields
          .map(({ field, database, file }) => `${field} (${shown(database)}, not ${shown(file)})`)
          .join(', ')}.`,
  }));
}

/** One event for each entity in conflict. */
export async function writeConflictEvents(
  transaction: Transaction,
  plan: ImportPlan,
  set: ImportSet,
  particulars: Pick<NewEvent, 'timestamp' | 'commandId' | 'actor' | 'sessionId' | 'origin'>,
): Promise<void> {
  const epicOf = new Map(set.tasks.map((task) => [task.id, task.epicId]));
  for (const { kind, id, fields } of conflictsOf(plan)) {
    await insertEvent(transaction, {
      ...particulars,
      kind: 'import_conflict',
      entityKind: kind,
      entityId: id,
      epicId: kind === 'epic' ? id : kind === 'task' ? (epicOf.get(id) ?? null) : null,
      taskId: kind === 'task' ? id : null,
      version: null,
      before: {},
      after: {},
      payload: {
        fields: fields.map(({ field }) => field),
        kept: Object.fromEntries(fields.map(({ field, database }) => [field, shown(database)])),
        file: Object.fromEntries(fields.map(({ field, file }) => [field, shown(file)])),
      },
    });
  }
}

function conflictsOf(plan: ImportPlan): readonly EntityConflict[] {
  return [plan.epics, plan.tasks, plan.memory, plan.configuration].flatMap(
    ({ conflicts }) => conflicts,
  );
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length <= longestShown ? text : `${text.length} characters`;
}

function pathsOf(set: ImportSet): Map<string, string | null> {
  const path = (files: readonly { readonly path: string }[]) => files[0]?.path ?? null;
  return new Map([
    ...set.epics.map(({ id, files }) => [`epic:${id}`, path(files)] as const),
    ...set.tasks.map(({ id, files }) => [`task:${id}`, path(files)] as const),
    ...set.memory.map(({ key, files }) => [`memory:${key}`, path(files)] as const),
  ]);
}
