/** Gaps and approvals: rows that refer to an epic and a task, whose ids may be others by now. */
import type { Reader } from '../../store/types.js';
import { findNamed } from '../../store/repositories/identity.js';
import type { FieldsOfEvent } from '../../store/repositories/events.js';
import { currentId } from './current-id.js';
import type { EntityStore } from './entity.js';
import { recordStore } from './record-store.js';

const references = ['epicId', 'taskId'] as const;

function referring(table: 'gaps' | 'approvals'): EntityStore {
  return {
    ...recordStore(({ entityId }) => ({ table, key: { id: entityId } })),
    current,
    obstacle: (reader, { epicId, taskId }) => goneOwner(reader, [epicId, taskId]),
  };
}

export const gapStore = referring('gaps');
export const approvalStore = referring('approvals');

async function current(reader: Reader, fields: FieldsOfEvent): Promise<FieldsOfEvent> {
  const renewed: Record<string, unknown> = { ...fields };
  for (const name of references) {
    const id = fields[name];
    if (typeof id === 'string') renewed[name] = await currentId(reader, id);
  }
  return renewed;
}

async function goneOwner(reader: Reader, ids: readonly (string | null)[]): Promise<string | null> {
  for (const id of ids) {
    if (id !== null && (await findNamed(reader, id)) === null) return `${id} is gone`;
  }
  return null;
}
