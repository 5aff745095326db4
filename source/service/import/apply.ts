/** Carries out what was planned, in the transaction that it is given. */
import type {
  ImportedEpic,
  ImportedMemory,
  ImportedTask,
  ImportSet,
} from '../../domain/contract/import.js';
import type { Evidence } from '../../domain/contract/rows.js';
import { pipelinePhases } from '../../domain/phases.js';
import {
  markVanished,
  removeBases,
  replaceFilesOf,
  writeBases,
  writeSource,
  type ImportedKind,
} from '../../store/repositories/import.js';
import {
  insertEpics,
  listEpicIds,
  resolveEpicDependencies,
  updateImportedEpic,
  writeEpicDependencies,
  writePipelinePhase,
} from '../../store/repositories/import-epics.js';
import type { EntityFields, NewEntity } from '../../store/repositories/import-fields.js';
import {
  insertMemory,
  updateImportedMemory,
  writeConfiguration,
} from '../../store/repositories/import-memory.js';
import {
  insertTasks,
  replacePhases,
  replaceTaskLists,
  resolveTaskDependencies,
  updateImportedTask,
  writeParents,
  type ImportedEdge,
  type PhasesToWrite,
} from '../../store/repositories/import-tasks.js';
import type { Transaction } from '../../store/types.js';
import { epicFieldsOf, memoryFieldsOf, taskFieldsOf } from './fields.js';
import { derivedOfMemory } from './memory.js';
import { configurationId, sourceKind, type ImportPlan, type KindPlan } from './plan.js';

export interface ApplyContext {
  readonly transaction: Transaction;
  readonly set: ImportSet;
  readonly plan: ImportPlan;
  /** The one time of the whole import. */
  readonly now: string;
  readonly sourceId: number;
}

export async function writeImportSource(
  transaction: Transaction,
  plan: ImportPlan,
  source: { readonly path: string; readonly directory: string; readonly now: string },
): Promise<number> {
  return writeSource(transaction, {
    id: plan.source?.id ?? null,
    kind: sourceKind,
    path: source.path,
    directory: source.directory,
    importedAt: source.now,
  });
}

/** Writes everything but the log. Returns the ids of rows that got an edge because its target appeared. */
export async function applyPlan(context: ApplyContext): Promise<readonly string[]> {
  const { transaction, plan } = context;
  await applyEpics(context);
  await applyTasks(context);
  await applyMemory(context);
  await applyConfiguration(context);
  for (const kind of ['epic', 'task', 'memory'] as const) {
    await remember(context, kind, kindPlan(plan, kind));
  }
  await remember(context, 'configuration', plan.configuration);
  return [
    ...(await resolveEpicDependencies(transaction)),
    ...(await resolveTaskDependencies(transaction)),
  ];
}

function kindPlan(plan: ImportPlan, kind: 'epic' | 'task' | 'memory'): KindPlan {
  return { epic: plan.epics, task: plan.tasks, memory: plan.memory }[kind];
}

async function remember(
  { transaction, sourceId, now }: ApplyContext,
  kind: ImportedKind,
  plan: KindPlan,
): Promise<void> {
  await writeBases(
    transaction,
    sourceId,
    [...plan.bases].map(([id, fields]) => ({ kind, id, fields })),
  );
  const touched = [...new Set(plan.files.map(({ id }) => id))];
  if (touched.length > 0) {
    await replaceFilesOf(transaction, sourceId, kind, touched, plan.files);
  }
  await removeBases(transaction, sourceId, kind, plan.forgotten);
  if (kind === 'configuration') return;
  await markVanished(transaction, kind, plan.vanished, now);
  await markVanished(transaction, kind, plan.returned, null);
}

async function applyEpics({ transaction, set, plan, now, sourceId }: ApplyContext): Promise<void> {
  const { inserted, patched } = plan.epics;
  const epics = new Map(set.epics.map((epic) => [epic.id, epic]));
  const fresh = pick(epics, inserted);
  await insertEpics(
    transaction,
    sourceId,
    fresh.map((epic) => ({ ...newEntity(epic, epicFieldsOf(epic), now), placeholder: false })),
  );
  for (const [id, fields] of patched) {
    await updateImportedEpic(transaction, id, sourceId, fields, updateTime(epics.get(id), now));
  }
  await insertPlaceholders({ transaction, set, plan, now, sourceId });
  await writeEpicDependencies(
    transaction,
    new Map([
      ...fresh.map((epic) => [epic.id, epic.dependsOn] as const),
      ...fieldOf<readonly string[]>(patched, 'dependsOn'),
    ]),
  );
  const phases = [
    ...fresh.flatMap((epic) =>
      epic.pipelinePhase ? [[epic.id, epic.pipelinePhase] as const] : [],
    ),
    ...fieldOf<string>(patched, 'pipelinePhase'),
  ];
  for (const [id, phase] of phases) {
    await writePipelinePhase(
      transaction,
      id,
      phase,
      pipelinePhases.map((definition) => definition.id),
    );
  }
}

/** For the epics that new or moved tasks name and that do not exist, here or in files. */
async function insertPlaceholders(context: ApplyContext): Promise<void> {
  const { transaction, set, plan, now, sourceId } = context;
  const inserted = new Set(plan.tasks.inserted);
  const named = [
    ...set.tasks.flatMap(({ id, epicId }) => (inserted.has(id) && epicId !== null ? [epicId] : [])),
    ...fieldOf<string | null>(plan.tasks.patched, 'epicId').flatMap(([, epicId]) => epicId ?? []),
  ];
  const known = await listEpicIds(transaction);
  const missing = [...new Set(named)].filter((id) => !known.has(id));
  const texts = new Map(
    (set.placeholders ?? []).map((placeholder) => [placeholder.id, placeholder]),
  );
  await insertEpics(
    transaction,
    sourceId,
    missing.map((id) => ({
      id,
      createdAt: now,
      updatedAt: now,
      placeholder: true,
      fields: { title: texts.get(id)?.title ?? id, body: texts.get(id)?.body ?? '' },
    })),
  );
}

async function applyTasks({ transaction, set, plan, now, sourceId }: ApplyContext): Promise<void> {
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

async function applyMemory({ transaction, set, plan, now, sourceId }: ApplyContext): Promise<void> {
  const { inserted, patched } = plan.memory;
  const entries = new Map(set.memory.map((entry) => [entry.key, entry]));
  await insertMemory(
    transaction,
    sourceId,
    pick(entries, inserted).map((entry) => ({
      key: entry.key,
      createdAt: entry.createdAt ?? now,
      fields: memoryFieldsOf(entry),
      derived: derivedOfMemory(entry),
      references: entry.references ?? 0,
    })),
  );
  for (const [key, fields] of patched) {
    const entry: ImportedMemory | undefined = entries.get(key);
    if (!entry) continue;
    await updateImportedMemory(
      transaction,
      key,
      sourceId,
      fields,
      'content' in fields ? derivedOfMemory(entry) : null,
    );
  }
}

async function applyConfiguration({ transaction, plan }: ApplyContext): Promise<void> {
  const { patched, deletedKeys } = plan.configuration;
  const deleted = deletedKeys.map((key): [string, unknown] => [key, undefined]);
  const values = { ...patched.get(configurationId), ...Object.fromEntries(deleted) };
  if (Object.keys(values).length > 0) await writeConfiguration(transaction, values);
}

function pick<Thing>(things: ReadonlyMap<string, Thing>, ids: readonly string[]): Thing[] {
  return ids.flatMap((id) => things.get(id) ?? []);
}

function newEntity(
  entity: ImportedEpic | ImportedTask,
  fields: EntityFields,
  now: string,
): NewEntity {
  const createdAt = entity.createdAt ?? entity.updatedAt ?? now;
  return { id: entity.id, createdAt, updatedAt: entity.updatedAt ?? createdAt, fields };
}

/** A file that changed says when, unless its text alone was edited. */
function updateTime(
  entity: { readonly updatedAt: string | null } | undefined,
  now: string,
): string {
  return entity?.updatedAt ?? now;
}

/** The values of one field, of the rows that get a new one. */
function fieldOf<Value>(
  patched: ReadonlyMap<string, EntityFields>,
  field: string,
): (readonly [string, Value])[] {
  return [...patched].flatMap(([id, fields]) =>
    field in fields ? [[id, fields[field] as Value] as const] : [],
  );
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
