/** Taking over entries that were remembered elsewhere. */
import type { MemoryRecord } from '../domain/contract/memory-calls.js';
import { memoryHash, memorySummary } from '../domain/memory-entry.js';
import {
  findEntry,
  insertEntries,
  listKnownEntries,
  type KnownEntry,
  type MemoryValues,
  type StoredMemory,
} from '../store/repositories/memory-entries.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';
import type { CommandHandlers } from './handlers.js';
import { derivedOfMemory } from './import/memory.js';
import { changeEntry } from './memory-change.js';
import { requireMemory } from './memory-settings.js';

export const memoryImportCommands: CommandHandlers<'memory.import'> = {
  /**
   * A key that is known stands for that entry, a content that is known is not stored twice, whatever its key; the rest
   * is new. So the same files again change nothing.
   */
  async 'memory.import'(scope, { entries, source, update = false, dryRun = false }) {
    const { transaction } = scope;
    await requireMemory(transaction);
    const plan = await planImport(scope, entries, update);
    const report = { ...plan.report, updated: plan.changes.map(({ entry }) => entry.id) };
    if (dryRun) return { ...report, ids: [] };
    for (const { entry, changed } of plan.changes) {
      await changeEntry(scope, entry, changed, { source });
    }
    const ids = await insertEntries(transaction, plan.fresh);
    if (ids.length > 0) await recordImport(scope, source, plan.fresh, ids);
    return { ...report, ids };
  },
};

interface Plan {
  readonly fresh: readonly MemoryValues[];
  readonly changes: readonly {
    readonly entry: StoredMemory;
    readonly changed: Partial<MemoryValues>;
  }[];
  readonly report: {
    readonly added: number;
    readonly unchanged: number;
    readonly duplicates: number;
    readonly kept: readonly number[];
  };
}

async function planImport(
  scope: CommandScope,
  records: readonly MemoryRecord[],
  update: boolean,
): Promise<Plan> {
  const { transaction } = scope;
  const known = await knownEntries(scope, records);
  const fresh: MemoryValues[] = [];
  const changes: Plan['changes'][number][] = [];
  const kept: number[] = [];
  const taken = new Set<string>();
  let unchanged = 0;
  let duplicates = 0;
  for (const record of records) {
    const values = valuesOf(record, scope.now);
    const own = record.key === null ? undefined : known.byKey.get(record.key);
    if (own) {
      const entry = await findEntry(transaction, own.id);
      const changed = entry ? differences(entry, record, values) : {};
      if (entry === null || Object.keys(changed).length === 0) unchanged += 1;
      else if (update && !isTaken(changed.hash, own.id, known, taken)) {
        changes.push({ entry, changed });
        if (changed.hash) taken.add(changed.hash);
      } else kept.push(own.id);
      continue;
    }
    const twin = known.byHash.get(values.hash ?? '');
    if (
      twin ||
      taken.has(values.hash ?? '') ||
      (record.key !== null && taken.has(keyMark(record.key)))
    ) {
      duplicates += 1;
      continue;
    }
    taken.add(values.hash ?? '');
    if (record.key !== null) taken.add(keyMark(record.key));
    fresh.push(values);
  }
  return { fresh, changes, report: { added: fresh.length, unchanged, duplicates, kept } };
}

/** Keys hold no such beginning, hashes neither. */
function keyMark(key: string): string {
  return `key ${key}`;
}

function isTaken(
  hash: string | null | undefined,
  id: number,
  known: Known,
  taken: ReadonlySet<string>,
): boolean {
  if (!hash) return false;
  const holder = known.byHash.get(hash);
  return taken.has(hash) || (holder !== undefined && holder.id !== id);
}

interface Known {
  readonly byKey: ReadonlyMap<string, KnownEntry>;
  readonly byHash: ReadonlyMap<string, KnownEntry>;
}

async function knownEntries(
  { transaction }: CommandScope,
  records: readonly MemoryRecord[],
): Promise<Known> {
  const rows = await listKnownEntries(transaction, {
    keys: records.flatMap(({ key }) => key ?? []),
    hashes: records.map(({ content }) => memoryHash(content)),
  });
  return {
    byKey: new Map(rows.flatMap((row) => (row.key === null ? [] : [[row.key, row] as const]))),
    byHash: new Map(rows.flatMap((row) => (row.hash === null ? [] : [[row.hash, row] as const]))),
  };
}

function valuesOf(record: MemoryRecord, now: string): MemoryValues {
  const content = record.content.trim();
  const { summary, hash } = derivedOfMemory({ content });
  return {
    ...record,
    content,
    summary,
    hash,
    title: record.title.trim() || memorySummary(content),
    createdAt: record.createdAt ?? now,
    sourceId: null,
    vanishedAt: null,
  };
}

/** What identifies or dates an entry, and how often it was needed, is the database's own. */
const ownFields = new Set<keyof MemoryValues>([
  'key',
  'hash',
  'summary',
  'sourceId',
  'vanishedAt',
  'createdAt',
  'references',
]);

function differences(
  entry: StoredMemory,
  record: MemoryRecord,
  values: MemoryValues,
): Partial<MemoryValues> {
  const compared = (Object.keys(values) as (keyof MemoryValues)[]).filter(
    (name) => !ownFields.has(name) && !isSilent(record, name),
  );
  const names = compared.filter(
    (name) => JSON.stringify(values[name]) !== JSON.stringify(entry[name]),
  );
  const derived = names.includes('content') ? (['summary', 'hash'] as const) : [];
  return Object.fromEntries([...names, ...derived].map((name) => [name, values[name]]));
}

/** A file that does not say when an entry was verified does not deny that it was. */
function isSilent(record: MemoryRecord, name: keyof MemoryValues): boolean {
  return name === 'lastVerified' && record.lastVerified === null;
}

/** An import invents no past: one event names what came in. */
async function recordImport(
  scope: CommandScope,
  source: string,
  fresh: readonly MemoryValues[],
  ids: readonly number[],
): Promise<void> {
  await appendEvent(scope, {
    kind: 'import_completed',
    entityKind: 'memory',
    entityId: source,
    payload: { scope: 'memory', source, added: ids.length, ids, keys: fresh.map(({ key }) => key) },
  });
}
