import type { Reader } from '../types.js';

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
