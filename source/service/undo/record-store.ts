/** Entities that are one row of one table: locks, gaps, approvals. */
import {
  deleteRecord,
  findRecord,
  insertRecord,
  updateRecord,
  type RecordKey,
} from '../../store/repositories/records.js';
import type { EntityStore, Subject } from './entity.js';

/** @param keyOf the row that an event is about */
export function recordStore(keyOf: (subject: Subject) => RecordKey): EntityStore {
  return {
    read: (reader, subject, names) => findRecord(reader, keyOf(subject), names),

    async write(transaction, subject, fields) {
      await updateRecord(transaction, keyOf(subject), fields);
      return null;
    },

    remove: (transaction, subject) => deleteRecord(transaction, keyOf(subject)),

    async insert(transaction, subject, fields) {
      await insertRecord(transaction, keyOf(subject), fields);
      return null;
    },
  };
}
