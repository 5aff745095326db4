import type { Transaction } from '../types.js';
import { epicFields, epicTextFields, type EpicTextValues, type EpicValues } from './epics.js';
import { encodeFields } from './fields.js';

/** Writes the columns of `patch`; with `raise` the row version rises. Returns the version that holds now. */
export async function updateEpic(
  transaction: Transaction,
  id: string,
  patch: Partial<EpicValues & EpicTextValues>,
  { raise, now }: { readonly raise: boolean; readonly now: string },
): Promise<number> {
  const { columns, values } = encodeFields({ ...epicFields, ...epicTextFields }, { ...patch });
  const assignments = columns.map((column) => `${column} = ?`);
  if (raise) {
    assignments.push('version = version + 1', 'updated_at = ?');
    values.push(now);
  }
  const [row] = await transaction.all<{ version: number }>(
    assignments.length === 0
      ? 'SELECT version FROM epics WHERE id = ?'
      : `UPDATE epics SET ${assignments.join(', ')} WHERE id = ? RETURNING version`,
    [...values, id],
  );
  return row?.version ?? 0;
}
