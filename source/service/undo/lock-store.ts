import type { LockMode } from '../../domain/vocabulary.js';
import { areCompatible } from '../../domain/file-locks.js';
import { findNamed } from '../../store/repositories/identity.js';
import { listLocks } from '../../store/repositories/file-locks.js';
import type { FieldsOfEvent } from '../../store/repositories/events.js';
import { lockEnd } from '../lock-release.js';
import { holding } from '../locks.js';
import type { EntityStore } from './entity.js';
import { recordStore } from './record-store.js';

const records = recordStore(({ entityId, taskId }) => ({
  table: 'file_locks',
  key: { file_path: entityId, task_id: taskId ?? '' },
}));

/** A lock that comes back lasts as long again as it was taken for, if nobody took the file meanwhile. */
export const lockStore: EntityStore = {
  ...records,
  // Every heartbeat moves the end of a lock.
  uncompared: new Set(['expiresAt']),

  async obstacle(reader, { entityId, taskId }, fields, now) {
    if (taskId === null || (await findNamed(reader, taskId)) === null) return 'its task is gone';
    const wanted = fields['mode'] as LockMode | undefined;
    if (wanted === undefined) return null;
    const rival = holding(await listLocks(reader, { path: entityId }), now).find(
      (lock) => lock.taskId !== taskId && !areCompatible(lock.mode, wanted),
    );
    return rival === undefined ? null : `${rival.taskId} holds it`;
  },

  insert: (transaction, subject, fields, options) =>
    records.insert(transaction, subject, { ...fields, ...expiry(fields, options.now) }, options),
};

function expiry(fields: FieldsOfEvent, now: string): FieldsOfEvent {
  const seconds = fields['timeToLiveSeconds'];
  return typeof seconds === 'number' ? { expiresAt: lockEnd(now, seconds) } : {};
}
