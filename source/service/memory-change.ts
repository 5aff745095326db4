/** Changing what is remembered: its text and fields, its standing, its being there. */
import { FlowdeckError } from '../domain/errors.js';
import { daysBefore, staleAfterDays } from '../domain/memory-age.js';
import { editMemory } from '../domain/memory-edit.js';
import { findMemoryByHash } from '../store/repositories/memory.js';
import {
  deleteEntries,
  listWholeEntries,
  toRow,
  updateEntry,
  type MemoryValues,
  type StoredMemory,
} from '../store/repositories/memory-entries.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';
import type { CommandHandlers } from './handlers.js';
import { wholeNumber } from './memory-choice.js';
import { requireMemory } from './memory-settings.js';
import { openEntry } from './memory-target.js';

export const memoryChangeCommands: CommandHandlers<
  'memory.edit' | 'memory.delete' | 'memory.verify' | 'memory.gc'
> = {
  async 'memory.edit'(scope, { id, expectedVersion, ...patch }) {
    const entry = await openEntry(scope, {
      id,
      ...(expectedVersion !== undefined && { expectedVersion }),
    });
    const changed = editMemory(entry, patch);
    if (changed.hash) await refuseTwin(scope, changed.hash);
    const version = await changeEntry(scope, entry, changed);
    return {
      id: entry.id,
      version,
      changed: Object.keys(changed),
      row: toRow({ ...entry, ...changed, version }),
    };
  },

  async 'memory.delete'(scope, target) {
    const entry = await openEntry(scope, target);
    await removeEntries(scope, [entry]);
    return { id: entry.id, title: entry.title };
  },

  /** Somebody looked at it and stands by it, so it is no longer stale. */
  async 'memory.verify'(scope, target) {
    const entry = await openEntry(scope, target);
    const version = await changeEntry(
      scope,
      entry,
      {
        lastVerified: scope.now,
        ...(entry.status === 'stale' && { status: 'active' as const }),
      },
      { verified: true },
    );
    return { id: entry.id, lastVerified: scope.now, version };
  },

  async 'memory.gc'(scope, { days = staleAfterDays, dryRun = false }) {
    const { transaction, now } = scope;
    await requireMemory(transaction);
    // Dates reach no further back than the year 0.
    const cutoff = daysBefore(now, Math.min(wholeNumber('days', days, 0), 700_000));
    const entries = await listWholeEntries(
      transaction,
      { unusedSince: cutoff },
      { now, order: 'oldest' },
    );
    if (!dryRun) await removeEntries(scope, entries);
    return { dryRun, days, cutoff, entries: entries.map(toRow) };
  },
};

/** Writes what differs, with an event that holds both states of it; nothing where nothing does. */
export async function changeEntry(
  scope: CommandScope,
  entry: StoredMemory,
  changed: Partial<MemoryValues>,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const names = Object.keys(changed) as (keyof MemoryValues)[];
  if (names.length === 0) return entry.version;
  const version = await updateEntry(scope.transaction, entry.id, changed);
  await appendEvent(scope, {
    kind: 'memory_updated',
    entityKind: 'memory',
    entityId: String(entry.id),
    version,
    before: Object.fromEntries(names.map((name) => [name, entry[name]])),
    after: changed,
    payload: { type: entry.type, title: changed.title ?? entry.title, ...payload },
  });
  return version ?? entry.version;
}

/** Each event holds the whole entry, so that it could be made again. */
async function removeEntries(scope: CommandScope, entries: readonly StoredMemory[]): Promise<void> {
  await deleteEntries(
    scope.transaction,
    entries.map(({ id }) => id),
  );
  for (const { id, version, ...before } of entries) {
    await appendEvent(scope, {
      kind: 'memory_deleted',
      entityKind: 'memory',
      entityId: String(id),
      version: version + 1,
      before: { ...before, version },
      payload: { type: before.type, title: before.title },
    });
  }
}

async function refuseTwin(scope: CommandScope, hash: string): Promise<void> {
  const twin = await findMemoryByHash(scope.transaction, hash);
  if (twin === null) return;
  throw new FlowdeckError('memory.exists', `Entry #${twin.id} says the same already.`, {
    details: { id: twin.id },
  });
}
