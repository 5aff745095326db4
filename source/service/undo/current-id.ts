import { findNamed } from '../../store/repositories/identity.js';
import type { Reader } from '../../store/types.js';

/** The id that an epic or a task has now, after renames. */
export async function currentId(reader: Reader, id: string): Promise<string> {
  return (await findNamed(reader, id))?.id ?? id;
}
