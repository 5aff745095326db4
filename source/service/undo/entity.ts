/** What undoing needs to know of a kind of entity: how its fields are read and written, how it goes and comes back. */
import type { EventRow } from '../../domain/contract/rows.js';
import type { FieldsOfEvent } from '../../store/repositories/events.js';
import type { Reader, Transaction } from '../../store/types.js';

/** Whom an event is about. */
export type Subject = Pick<EventRow, 'entityKind' | 'entityId' | 'epicId' | 'taskId'>;

export interface EntityStore {
  /** The stored values of these fields, of all without names; null where the entity is gone. */
  read(reader: Reader, subject: Subject, names?: readonly string[]): Promise<FieldsOfEvent | null>;
  /** Values as an event holds them, with old ids of other entities brought up to date. */
  current?(reader: Reader, fields: FieldsOfEvent): Promise<FieldsOfEvent>;
  /** Why these values cannot be written now, as the end of a sentence; null where they can. */
  obstacle?(reader: Reader, subject: Subject, fields: FieldsOfEvent): Promise<string | null>;
  /** Writes fields of an entity that is there. Returns its row version, null where it has none. */
  write(
    transaction: Transaction,
    subject: Subject,
    fields: FieldsOfEvent,
    now: string,
  ): Promise<number | null>;
  /** What would be lost with the entity although nobody undid it, as the end of a sentence; null where nothing would. */
  attachment?(reader: Reader, subject: Subject): Promise<string | null>;
  remove(transaction: Transaction, subject: Subject): Promise<void>;
  /** Makes the entity anew under its id, with a row version above `version`. Returns that. */
  insert(
    transaction: Transaction,
    subject: Subject,
    fields: FieldsOfEvent,
    options: { readonly version: number; readonly now: string },
  ): Promise<number | null>;
}
