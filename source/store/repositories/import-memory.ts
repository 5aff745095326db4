/** Memory entries and configuration as the importer compares and writes them. */
import type { MemoryStatus, MemoryTrack, MemoryType } from '../../domain/vocabulary.js';
import type { Reader, SqlValue, Transaction } from '../types.js';
import { insertRows } from './bulk.js';
import { columnList, decodeFields, encodeFields, json, optionalText, text } from './fields.js';
import { textCell, type EntityFields, type StoredEntity } from './import-fields.js';
import { bindList } from './json-list.js';

const importedMemoryFields = {
  type: text<MemoryType>('entry_type'),
  track: text<MemoryTrack>('track'),
  title: text('title'),
  content: text('content'),
  module: optionalText('module'),
  severity: optionalText('severity'),
  problemType: optionalText('problem_type'),
  component: optionalText('component'),
  tags: json<readonly string[]>('tags', []),
  status: text<MemoryStatus>('status'),
  related: json<readonly string[]>('related', []),
  lastVerified: optionalText('last_verified'),
  extra: json<Readonly<Record<string, unknown>>>('extra', {}),
};

/** What is made from an entry's content. */
export interface Derived {
  readonly summary: string;
  readonly hash: string;
}

/** By key. */
export async function loadMemory(
  reader: Reader,
  keys: readonly string[],
): Promise<Map<string, StoredEntity>> {
  if (keys.length === 0) return new Map();
  const rows = await reader.all(
    `SELECT m.key, ${columnList(importedMemoryFields, 'm')}
     FROM memory m WHERE m.key IN (SELECT value FROM json_each(?))`,
    [bindList(keys)],
  );
  return new Map(
    rows.map((row) => {
      const id = textCell(row.key);
      return [id, { id, placeholder: false, fields: decodeFields(importedMemoryFields, row) }];
    }),
  );
}

/**
 * Inserts entries. One whose content was remembered here before, without a file, takes that entry over; the content of
 * another file gives it no hash, so that both stay.
 */
export async function insertMemory(
  transaction: Transaction,
  sourceId: number,
  entries: readonly {
    readonly key: string;
    readonly createdAt: string;
    readonly fields: EntityFields;
    readonly derived: Derived;
    readonly references: number;
  }[],
): Promise<void> {
  const [first] = entries;
  if (!first) return;
  const taken = await listHashes(
    transaction,
    entries.map(({ derived }) => derived.hash),
  );
  const fresh: SqlValue[][] = [];
  for (const { key, createdAt, fields, derived, references } of entries) {
    const holder = taken.get(derived.hash);
    if (holder && holder.key === null) {
      taken.set(derived.hash, { ...holder, key });
      await transaction.run('UPDATE memory SET key = ?, source_id = ? WHERE id = ?', [
        key,
        sourceId,
        holder.id,
      ]);
      await updateImportedMemory(transaction, key, sourceId, fields, derived);
      continue;
    }
    taken.set(derived.hash, holder ?? { id: 0, key });
    const { values } = encodeFields(importedMemoryFields, fields);
    const hash = holder ? null : derived.hash;
    fresh.push([key, sourceId, createdAt, derived.summary, hash, references, ...values]);
  }
  const { columns } = encodeFields(importedMemoryFields, first.fields);
  await insertRows(
    transaction,
    'memory',
    ['key', 'source_id', 'created_at', 'summary', 'hash', 'refs', ...columns],
    fresh,
  );
}

/** `derived` is null where the content stays. A hash that another entry has is left to it. */
export async function updateImportedMemory(
  transaction: Transaction,
  key: string,
  sourceId: number,
  fields: EntityFields,
  derived: Derived | null,
): Promise<void> {
  const { columns, values } = encodeFields(importedMemoryFields, fields);
  await transaction.run(
    `UPDATE memory SET version = version + 1, source_id = ?
       ${columns.map((column) => `, ${column} = ?`).join('')}
     WHERE key = ?`,
    [sourceId, ...values, key],
  );
  if (derived === null) return;
  await transaction.run(
    `UPDATE memory SET summary = ?1, hash = CASE
       WHEN EXISTS (SELECT 1 FROM memory other WHERE other.hash = ?2 AND other.key IS NOT ?3)
       THEN NULL ELSE ?2 END
     WHERE key = ?3`,
    [derived.summary, derived.hash, key],
  );
}

async function listHashes(
  reader: Reader,
  hashes: readonly string[],
): Promise<Map<string, { id: number; key: string | null }>> {
  const rows = await reader.all<{ id: number; key: string | null; hash: string }>(
    'SELECT id, key, hash FROM memory WHERE hash IN (SELECT value FROM json_each(?))',
    [bindList(hashes)],
  );
  return new Map(rows.map(({ id, key, hash }) => [hash, { id, key }]));
}
