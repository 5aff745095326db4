/** The labels of epics and tasks. */
import type { Reader, Transaction } from '../types.js';
import { bindList } from './json-list.js';

type Owner = 'epic' | 'task';

export async function listLabels(reader: Reader, owner: Owner, id: string): Promise<string[]> {
  const rows = await reader.all<{ label: string }>(
    `SELECT label FROM ${owner}_labels WHERE ${owner}_id = ? ORDER BY label`,
    [id],
  );
  return rows.map((row) => row.label);
}

/** Makes these the labels of the epic or task. */
export async function replaceLabels(
  transaction: Transaction,
  owner: Owner,
  id: string,
  labels: readonly string[],
): Promise<void> {
  await transaction.run(`DELETE FROM ${owner}_labels WHERE ${owner}_id = ?`, [id]);
  await transaction.run(
    `INSERT INTO ${owner}_labels (${owner}_id, label) SELECT DISTINCT ?, value FROM json_each(?)`,
    [id, bindList(labels)],
  );
}
