/** The three-way comparison: what the file says now, what it said last time, what the database holds. */
import type { EntityFields } from '../../store/repositories/import-fields.js';
import { digest, hasFinishedHint, type Base } from './fields.js';

export interface FieldConflict {
  readonly field: string;
  readonly database: unknown;
  readonly file: unknown;
}

export interface Merge {
  /** The fields that take the file's value. */
  readonly apply: EntityFields;
  /** The fields that changed on both sides; the database's value stays. */
  readonly conflicts: readonly FieldConflict[];
}

/**
 * A field takes the file's value when the file changed it and the database did not. Without a base, or for a field the
 * base does not know, whatever the database holds counts as changed there.
 */
export function mergeFields(file: EntityFields, base: Base | null, database: EntityFields): Merge {
  const apply: Record<string, unknown> = {};
  const conflicts: FieldConflict[] = [];
  for (const [field, value] of Object.entries(file)) {
    const [now, before, held] = [digest(value), base?.[field], digest(database[field])];
    if (now === before || now === held) continue;
    if (held === before) apply[field] = value;
    else conflicts.push({ field, database: database[field], file: value });
  }
  return { apply, conflicts };
}

/** Fields that only mean something together with the status. */
const lifecycleFields = new Set([
  'assignee',
  'claimedAt',
  'claimNote',
  'completedAt',
  'durationSeconds',
  'blockedReason',
  'failedReason',
  'skippedReason',
  'retryCount',
]);
/** Fields that follow from others and are never in conflict. */
const derivedFields = new Set(['statusSource', 'finishedHint']);

/**
 * A task's fields: what accompanies the status is kept where the status is, and what is derived follows the outcome.
 */
export function mergeTaskFields(
  file: EntityFields,
  base: Base | null,
  database: EntityFields,
): Merge {
  const merged = mergeFields(file, base, database);
  const keepsStatus = merged.conflicts.some(({ field }) => field === 'status');
  const follows = (field: string) =>
    derivedFields.has(field) || (keepsStatus && lifecycleFields.has(field));
  const apply = Object.fromEntries(
    Object.entries(merged.apply).filter(([field]) => !follows(field)),
  );
  const conflicts = merged.conflicts.filter(({ field }) => !follows(field));
  return { apply: { ...apply, ...derivedOf(apply, file, database) }, conflicts };
}

function derivedOf(apply: EntityFields, file: EntityFields, database: EntityFields): EntityFields {
  const derived: Record<string, unknown> = {};
  const isOwn = database['statusSource'] === 'database' && !('status' in apply);
  if (isOwn) return derived;
  const agrees = 'status' in apply || database['status'] === file['status'];
  const source = agrees ? file['statusSource'] : database['statusSource'];
  if (source !== database['statusSource']) derived['statusSource'] = source;
  const after = { ...database, ...apply };
  const hint = hasFinishedHint(after['status'], after['summary']);
  if (hint !== database['finishedHint']) derived['finishedHint'] = hint;
  return derived;
}

/** What a live state told last time and a committed file does not contradict. */
const stateFields = new Set([...lifecycleFields, 'status', 'statusSource', 'evidence']);

/**
 * The file's fields as far as they say something about the task. When the live state is gone, a committed `todo` does
 * not: the state was cleared, the work was not undone.
 * @returns the fields to compare and the base to remember
 */
export function withoutSilence(
  file: EntityFields,
  next: Base,
  base: Base | null,
): { readonly fields: EntityFields; readonly base: Base } {
  const silent =
    base?.['statusSource'] === digest('live-state') &&
    file['statusSource'] === 'committed' &&
    file['status'] === 'todo';
  if (!silent) return { fields: file, base: next };
  const spoken = Object.entries(file).filter(
    ([field]) => !stateFields.has(field) && field !== 'finishedHint',
  );
  const kept = Object.entries(base).filter(
    ([field]) => stateFields.has(field) || field === 'finishedHint',
  );
  return {
    fields: Object.fromEntries(spoken),
    base: { ...next, ...Object.fromEntries(kept) },
  };
}
