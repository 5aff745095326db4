/** Where each field of an epic lies, under the names that events use; the counterpart of `task-fields.ts`. */
import {
  findEpicDependencies,
  replaceEpicDependencies,
} from '../store/repositories/dependencies.js';
import {
  epicFields,
  epicTextFields,
  findEpic,
  findEpicBody,
  updateEpic,
  type EpicTextValues,
  type EpicValues,
} from '../store/repositories/epics.js';
import type { FieldsOfEvent } from '../store/repositories/events.js';
import { listLabels, replaceLabels } from '../store/repositories/labels.js';
import {
  findProgress,
  pipelineProgress,
  writeProgress,
  type PhaseProgress,
} from '../store/repositories/phases.js';
import { renameEpicId } from '../store/repositories/rename.js';
import type { Reader, Transaction } from '../store/types.js';
import { flattenPhases, phaseField, phaseOfField } from './phase-fields.js';

export interface EpicPatch extends Partial<EpicValues>, Partial<EpicTextValues> {
  readonly dependencies?: readonly string[];
  /** A new id: the epic's tasks and all that refers to it follow. */
  readonly id?: string;
  /** Texts whose epic does not exist. */
  readonly unresolvedDependencies?: readonly string[];
  readonly labels?: readonly string[];
  /** The pipeline, by phase id; null deletes the phase's row. In events each is a field `phase:<id>` of its own. */
  readonly phases?: Readonly<Record<string, PhaseProgress | null>>;
}

/** All that can be written, besides the id and the phases. */
export const epicFieldNames: ReadonlySet<string> = new Set([
  ...Object.keys({ ...epicFields, ...epicTextFields }),
  'dependencies',
  'unresolvedDependencies',
  'labels',
]);

/** The phases of the pipeline leave the row version as it is. */
export const versionedEpicFields: ReadonlySet<string> = new Set(['id', ...epicFieldNames]);

/** A patch with each phase as a field of its own; what is undefined is left out. */
export function flattenEpic(patch: EpicPatch): FieldsOfEvent {
  return flattenPhases(patch);
}

/** The stored values of these fields, of all without names; null where there is no such epic. */
export async function readEpicFields(
  reader: Reader,
  id: string,
  names?: readonly string[],
): Promise<FieldsOfEvent | null> {
  const epic = await findEpic(reader, id);
  if (epic === null) return null;
  const wanted = names && new Set(names);
  const wants = (name: string): boolean => wanted?.has(name) ?? true;
  const values: Record<string, unknown> = {};
  if (wanted?.has('id')) values['id'] = id;
  for (const name of ['createdAt', ...Object.keys(epicFields)]) {
    if (wants(name)) values[name] = epic[name as keyof typeof epic];
  }
  if (wants('body')) values['body'] = await findEpicBody(reader, id);
  if (wants('labels')) values['labels'] = await listLabels(reader, 'epic', id);
  const dependencies = await findEpicDependencies(reader, id);
  for (const name of ['dependencies', 'unresolvedDependencies'] as const) {
    if (wants(name)) values[name] = dependencies[name];
  }
  const phases = names?.flatMap((name) => phaseOfField(name) ?? []);
  if (phases?.length !== 0) {
    const progress = await findProgress(reader, pipelineProgress, id);
    for (const phase of phases ?? progress.keys()) {
      values[phaseField(phase)] = progress.get(phase) ?? null;
    }
  }
  return values;
}

/** Writes fields as they are given and raises the row version where they call for it. Returns the version. */
export async function writeEpicFields(
  transaction: Transaction,
  oldId: string,
  fields: FieldsOfEvent,
  now: string,
): Promise<number> {
  const { id = oldId } = fields as EpicPatch;
  if (id !== oldId) await renameEpicId(transaction, oldId, id);
  if ('dependencies' in fields || 'unresolvedDependencies' in fields) {
    const { dependencies, unresolvedDependencies } = {
      ...(await findEpicDependencies(transaction, id)),
      ...(fields as EpicPatch),
    };
    await replaceEpicDependencies(transaction, id, { dependencies, unresolvedDependencies });
  }
  const { labels } = fields as EpicPatch;
  if (labels) await replaceLabels(transaction, 'epic', id, labels);
  for (const [name, progress] of Object.entries(fields)) {
    const phase = phaseOfField(name);
    if (phase === null) continue;
    await writeProgress(transaction, pipelineProgress, id, phase, progress as PhaseProgress | null);
  }
  const definition = { ...epicFields, ...epicTextFields };
  const columns = Object.entries(fields).filter(([name]) => name in definition);
  return updateEpic(transaction, id, Object.fromEntries(columns), {
    raise: Object.keys(fields).some((name) => versionedEpicFields.has(name)),
    now,
  });
}
