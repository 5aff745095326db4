/** Carries out what was planned, in the transaction that it is given. */
import type { ImportedMemory } from '../../domain/contract/import.js';
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
import { writeConfiguration } from '../../store/repositories/configuration.js';
import { insertMemory, updateImportedMemory } from '../../store/repositories/import-memory.js';
import { resolveTaskDependencies } from '../../store/repositories/import-task-lists.js';
import type { Transaction } from '../../store/types.js';
import { fieldOf, newEntity, pick, updateTime, type ApplyContext } from './apply-common.js';
import { applyTasks } from './apply-tasks.js';
import { epicFieldsOf, memoryFieldsOf } from './fields.js';
import { applyGaps } from './gaps.js';
import { derivedOfMemory } from './memory.js';
import { configurationId, sourceKind, type ImportPlan, type KindPlan } from './plan.js';

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
  await applyGaps(context);
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
