/** Carries out what was planned for tasks. */
import type { ImportedTask } from '../../domain/contract/import.js';
import type { Evidence } from '../../domain/contract/rows.js';
import type { EntityFields } from '../../store/repositories/import-fields.js';
import {
  replacePhases,
  replaceTaskLists,
  type ImportedEdge,
  type PhasesToWrite,
} from '../../store/repositories/import-task-lists.js';
import {
  insertTasks,
  updateImportedTask,
  writeParents,
} from '../../store/repositories/import-tasks.js';
import { fieldOf, newEntity, pick, updateTime, type ApplyContext } from './apply-common.js';
import { taskFieldsOf } from './fields.js';

export async function applyTasks({
  transaction,
  set,
  plan,
  now,
  sourceId,
}: ApplyContext): Promise<void> {
  const { inserted, patched } = plan.tasks;
  const tasks = new Map(set.tasks.map((task) => [task.id, task]));
  const fresh = pick(tasks, inserted);
  await insertTasks(
    transaction,
    sourceId,
    fresh.map((task) => newEntity(task, taskFieldsOf(task), now)),
  );
  for (const [id, fields] of patched) {
    await updateImportedTask(transaction, id, sourceId, fields, {
      updatedAt: updateTime(tasks.get(id), now),
      // Phases leave the version alone.
      raise: Object.keys(fields).some((field) => field !== 'phases'),
    });
  }
  await writeParents(
    transaction,
    new Map([
      ...fresh.flatMap(({ id, parentId }) => (parentId === null ? [] : [[id, parentId] as const])),
      ...fieldOf<string | null>(patched, 'parentId'),
    ]),
  );
  await replaceTaskLists(transaction, {
    dependsOn: listField<ImportedEdge>(fresh, patched, 'dependsOn'),
    ownedFiles: listField<string>(fresh, patched, 'ownedFiles'),
    labels: listField<string>(fresh, patched, 'labels'),
    evidence: new Map([
      ...fresh.flatMap(({ id, evidence }) => (evidence ? [[id, evidence] as const] : [])),
      ...fieldOf<Evidence | null>(patched, 'evidence'),
    ]),
  });
  const withPhases = [
    ...fresh,
    ...[...patched].flatMap(([id, fields]) => ('phases' in fields ? (tasks.get(id) ?? []) : [])),
  ];
  await replacePhases(transaction, new Map(withPhases.flatMap(phasesToWrite)));
}

/** Phases outside the plain sequence tell with which flags the task was worked on. */
function phasesToWrite(task: ImportedTask): readonly (readonly [string, PhasesToWrite])[] {
  const { id, phases } = task;
  if (!phases) return [];
  const ids = new Set([...phases.completed, ...(phases.current === null ? [] : [phases.current])]);
  const [tdd, review] = phases.scheme === 1 ? ['2a', '4'] : ['4', '8'];
  return [
    [
      id,
      {
        ...phases,
        completedAt: phases.completedAt ?? {},
        tdd: ids.has(tdd),
        review: ids.has(review) ? (task.reviewBackend ?? 'unknown') : null,
      },
    ],
  ];
}

function listField<Item>(
  fresh: readonly ImportedTask[],
  patched: ReadonlyMap<string, EntityFields>,
  field: 'dependsOn' | 'ownedFiles' | 'labels',
): Map<string, readonly Item[]> {
  return new Map([
    ...fresh.flatMap((task) =>
      task[field].length > 0 ? [[task.id, task[field] as unknown as readonly Item[]] as const] : [],
    ),
    ...fieldOf<readonly Item[]>(patched, field),
  ]);
}
