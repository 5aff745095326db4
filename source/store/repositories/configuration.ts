import type { Reader, Transaction } from '../types.js';

/** The stored value of a configuration key; null where it is not set or not readable as JSON. */
export async function findConfiguration(reader: Reader, key: string): Promise<unknown> {
  const row = await reader.get<{ value: string }>('SELECT value FROM configuration WHERE key = ?', [
    key,
  ]);
  if (row === null) return null;
  try {
    return JSON.parse(row.value) as unknown;
  } catch {
    return row.value;
  }
}

/** Sets a key; null takes it away. */
export async function replaceConfiguration(
  transaction: Transaction,
  key: string,
  value: unknown,
): Promise<void> {
  if (value === null) {
    await transaction.run('DELETE FROM configuration WHERE key = ?', [key]);
    return;
  }
  await transaction.run(
    `INSERT INTO configuration (key, value) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [key, JSON.stringify(value)],
  );
}
