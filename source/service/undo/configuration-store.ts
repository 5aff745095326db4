import { findConfiguration, replaceConfiguration } from '../../store/repositories/configuration.js';
import type { EntityStore } from './entity.js';

/** A key that is not set has the value null. */
export const configurationStore: EntityStore = {
  async read(reader, { entityId }, names = [entityId]) {
    const values: Record<string, unknown> = {};
    for (const name of names) values[name] = await findConfiguration(reader, name);
    return values;
  },

  async write(transaction, _subject, fields) {
    for (const [name, value] of Object.entries(fields)) {
      await replaceConfiguration(transaction, name, value);
    }
    return null;
  },

  async remove(transaction, { entityId }) {
    await replaceConfiguration(transaction, entityId, null);
  },

  async insert(transaction, _subject, fields) {
    for (const [name, value] of Object.entries(fields)) {
      await replaceConfiguration(transaction, name, value);
    }
    return null;
  },
};
