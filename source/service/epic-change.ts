/** The one way in which an epic changes; the counterpart of `task-change.ts`. */
import type { EventKind } from '../domain/vocabulary.js';
import {
  findEpicDependencies,
  replaceEpicDependencies,
} from '../store/repositories/dependencies.js';
import { updateEpic } from '../store/repositories/epic-update.js';
import {
  epicFields,
  epicTextFields,
  findEpic,
  findEpicBody,
  type EpicState,
  type EpicTextValues,
  type EpicValues,
} from '../store/repositories/epics.js';
import type { FieldsOfEvent } from '../store/repositories/events.js';
import {
  findProgress,
  pipelineProgress,
  writeProgress,
  type PhaseProgress,
} from '../store/repositories/phases.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';
import { notFound, resolveEpic } from './identity.js';
import { differences } from './task-change.js';

export interface EpicPatch extends Partial<EpicValues>, Partial<EpicTextValues> {
  readonly dependencies?: readonly string[];
  readonly unresolvedDependencies?: readonly string[];
  /** The pipeline, by phase id; null deletes the phase's row. In events each is a field `phase:<id>` of its own. */
  readonly phases?: Readonly<Record<string, PhaseProgress | null>>;
}

/** Writes the patch and appends its event. Returns the epic as it is now. */
export async function changeEpic(
  scope: CommandScope,
  epic: EpicState,
  { phases = {}, ...patch }: EpicPatch,
  event: { readonly kind: EventKind; readonly payload?: FieldsOfEvent },
): Promise<EpicState> {
  const { transaction } = scope;
  const progress = await findProgress(transaction, pipelineProgress, epic.id);
  const stored: Record<string, unknown> = {
    ...epic,
    ...(patch.body !== undefined && { body: await findEpicBody(transaction, epic.id) }),
    ...(await findEpicDependencies(transaction, epic.id)),
  };
  const wanted: Record<string, unknown> = { ...patch };
  for (const [phase, value] of Object.entries(phases)) {
    stored[`phase:${phase}`] = progress.get(phase) ?? null;
    wanted[`phase:${phase}`] = value;
  }
  const [before, after] = differences(stored, wanted);
  for (const [phase, value] of Object.entries(phases)) {
    if (!(`phase:${phase}` in after)) continue;
    await writeProgress(transaction, pipelineProgress, epic.id, phase, value);
  }
  if ('dependencies' in after || 'unresolvedDependencies' in after) {
    const current = await findEpicDependencies(transaction, epic.id);
    await replaceEpicDependencies(transaction, epic.id, {
      dependencies: patch.dependencies ?? current.dependencies,
      unresolvedDependencies: patch.unresolvedDependencies ?? current.unresolvedDependencies,
    });
  }
  const part = (table: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(after).filter(([name]) => name in table));
  const version = await updateEpic(
    transaction,
    epic.id,
    part({ ...epicFields, ...epicTextFields }),
    {
      raise: Object.keys(after).some((name) => !name.startsWith('phase:')),
      now: scope.now,
    },
  );
  await appendEvent(scope, {
    ...event,
    entityKind: 'epic',
    entityId: epic.id,
    epicId: epic.id,
    version,
    before,
    after,
  });
  return {
    ...epic,
    ...part(epicFields),
    version,
    updatedAt: version === epic.version ? epic.updatedAt : scope.now,
  };
}

/** @throws the errors of resolving an id */
export async function openEpic(
  { transaction }: CommandScope,
  input: { readonly id: string },
): Promise<EpicState> {
  const id = await resolveEpic(transaction, input.id);
  const epic = await findEpic(transaction, id);
  if (epic === null) throw await notFound(transaction, 'epic', input.id);
  return epic;
}
