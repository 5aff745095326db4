import { findMemoryByHash } from '../../store/repositories/memory.js';
import {
  deleteEntries,
  findEntry,
  listIdsByKey,
  restoreEntry,
  updateEntry,
  type MemoryValues,
} from '../../store/repositories/memory-entries.js';
import { setVersion } from '../../store/repositories/fields.js';
import type { EntityStore } from './entity.js';

export const memoryStore: EntityStore = {
  async read(reader, { entityId }, names) {
    const entry = await findEntry(reader, Number(entityId));
    if (entry === null) return null;
    const { id, version, ...values } = entry;
    if (names === undefined) return values;
    return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
  },

  async obstacle(reader, { entityId }, fields) {
    const { hash, key } = fields as Partial<MemoryValues>;
    const twin = hash ? await findMemoryByHash(reader, hash) : null;
    if (twin !== null && String(twin.id) !== entityId) return `entry #${twin.id} says the same`;
    const [holder] = key ? await listIdsByKey(reader, key) : [];
    if (holder !== undefined && String(holder) !== entityId) return `entry #${holder} has its key`;
    return null;
  },

  write: (transaction, { entityId }, fields) => updateEntry(transaction, Number(entityId), fields),

  remove: (transaction, { entityId }) => deleteEntries(transaction, [Number(entityId)]),

  async insert(transaction, { entityId }, fields, { version, now }) {
    const values = fields as Partial<MemoryValues>;
    await restoreEntry(transaction, Number(entityId), { createdAt: now, ...values });
    await setVersion(transaction, 'memory', Number(entityId), version + 1);
    return version + 1;
  },
};
