/**
 * Locks, gaps and approvals. The events of locks and gaps hold the whole row as one field, null where there is none; so
 * there they are fields that are set, and no entities that come and go.
 */
import type { ApprovalRow, GapRow } from '../../domain/contract/coordination-calls.js';
import { gapKey } from '../../domain/gaps.js';
import {
  deleteApproval,
  findApproval,
  insertApproval,
} from '../../store/repositories/approvals.js';
import {
  deleteLock,
  listLocks,
  writeLock,
  type FileLock,
} from '../../store/repositories/file-locks.js';
import { deleteGap, listGaps, writeGap } from '../../store/repositories/gaps.js';
import { findNamed } from '../../store/repositories/identity.js';
import type { Reader, Transaction } from '../../store/types.js';
import { lockValues } from '../lock-release.js';
import { currentId } from './current-id.js';
import type { EntityStore, Subject } from './entity.js';

/** An entity that is one field of that name. */
function fieldStore(
  name: string,
  row: {
    readonly read: (reader: Reader, subject: Subject) => Promise<unknown>;
    /** Null takes it away. */
    readonly write: (transaction: Transaction, subject: Subject, row: unknown) => Promise<void>;
  },
  rest: Pick<EntityStore, 'current' | 'obstacle'>,
): EntityStore {
  const write: EntityStore['write'] = async (transaction, subject, fields) => {
    await row.write(transaction, subject, fields[name] ?? null);
    return null;
  };
  return {
    ...rest,
    read: async (reader, subject) => ({ [name]: await row.read(reader, subject) }),
    write,
    remove: (transaction, subject) => row.write(transaction, subject, null),
    insert: (transaction, subject, fields, { now }) => write(transaction, subject, fields, now),
  };
}

async function goneOwner(reader: Reader, ids: readonly (string | null)[]): Promise<string | null> {
  for (const id of ids) {
    if (id !== null && (await findNamed(reader, id)) === null) return `${id} is gone`;
  }
  return null;
}

export const lockStore = fieldStore(
  'lock',
  {
    async read(reader, { entityId, taskId }) {
      const [lock] = await listLocks(reader, { path: entityId, taskIds: [taskId ?? ''] });
      return lock ? lockValues(lock) : null;
    },
    async write(transaction, { entityId, taskId }, lock) {
      const key = { path: entityId, taskId: taskId ?? '' };
      if (lock === null) await deleteLock(transaction, key);
      else await writeLock(transaction, { ...(lock as FileLock), ...key });
    },
  },
  { obstacle: (reader, { taskId }) => goneOwner(reader, [taskId]) },
);

export const gapStore = fieldStore(
  'gap',
  {
    async read(reader, { entityId }) {
      const [gap] = await listGaps(reader, { id: entityId });
      return gap ?? null;
    },
    async write(transaction, { entityId }, row) {
      const gap = row as GapRow | null;
      if (gap === null) await deleteGap(transaction, entityId);
      else await writeGap(transaction, { ...gap, capabilityKey: gapKey(gap.capability) });
    },
  },
  {
    async current(reader, fields) {
      const gap = fields['gap'] as GapRow | null;
      if (gap === null) return fields;
      const epicId = await currentId(reader, gap.epicId);
      const taskId = gap.taskId && (await currentId(reader, gap.taskId));
      return { ...fields, gap: { ...gap, epicId, taskId } };
    },
    obstacle: (reader, { epicId, taskId }) => goneOwner(reader, [epicId, taskId]),
  },
);

export const approvalStore: EntityStore = {
  async read(reader, { entityId }, names) {
    const approval = await findApproval(reader, entityId);
    if (approval === null) return null;
    return Object.fromEntries(
      Object.entries(approval).filter(([name]) => names?.includes(name) ?? true),
    );
  },
  async current(reader, fields) {
    const { epicId, taskId } = fields as Partial<ApprovalRow>;
    return {
      ...fields,
      ...(epicId && { epicId: await currentId(reader, epicId) }),
      ...(taskId && { taskId: await currentId(reader, taskId) }),
    };
  },
  obstacle: (reader, { epicId, taskId }) => goneOwner(reader, [epicId, taskId]),
  async write(transaction, { entityId }, fields) {
    const approval = await findApproval(transaction, entityId);
    if (approval === null) return null;
    await deleteApproval(transaction, entityId);
    await insertApproval(transaction, { ...approval, ...(fields as Partial<ApprovalRow>) });
    return null;
  },
  remove: (transaction, { entityId }) => deleteApproval(transaction, entityId),
  async insert(transaction, _subject, fields) {
    await insertApproval(transaction, fields as unknown as ApprovalRow);
    return null;
  },
};
