/** Reaches the original's database for the readers, which know no store. */
import { statSync } from 'node:fs';
import { readForeignDatabase, type ForeignDatabase } from '../../store/foreign.js';

/**
 * The tables of the original's database; null where there is no such file.
 * @throws FlowdeckError `store.not_a_database`, `store.cannot_open`, `store.corrupt`, `store.busy`
 */
export async function readOriginalDatabase(file: string): Promise<ForeignDatabase | null> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return null;
  return readForeignDatabase(file);
}
