/** The project's settings, by dotted key. */
import type { Reader, Transaction } from '../types.js';
import { insertRows } from './bulk.js';
import { bindList } from './json-list.js';

/** The stored value of a configuration key; null where it is not set or not readable as JSON. */
export async function findConfiguration(reader: Reader, key: string): Promise<unknown> {
  const row = await reader.get<{ value: string }>('SELECT value FROM configuration WHERE key = ?', [
    key,
  ]);
  return row === null ? null : decoded(row.value);
}

/** Values by dotted key; what is not readable as JSON is taken as text. */
export async function loadConfiguration(reader: Reader): Promise<Record<string, unknown>> {
  const rows = await reader.all<{ key: string; value: string }>(
    'SELECT key, value FROM configuration ORDER BY key',
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, decoded(value)]));
}

/** Undefined deletes a key. */
export async function writeConfiguration(
  transaction: Transaction,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const entries = Object.entries(values);
  await transaction.run('DELETE FROM configuration WHERE key IN (SELECT value FROM json_each(?))', [
    bindList(entries.map(([key]) => key)),
  ]);
  await insertRows(
    transaction,
    'configuration',
    ['key', 'value'],
    entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, JSON.stringify(value)]])),
  );
}

function decoded(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** Sets a key; null takes it away. */
export async function replaceConfiguration(
  transaction: Transaction,
  key: string,
  value: unknown,
): Promise<void> {
  await writeConfiguration(transaction, { [key]: value ?? undefined });
}
