/** The configuration of a project, for those who read it and those who change it. */
import {
  checkConfigurationKey,
  configurationKeys,
  configurationValue,
  flattened,
  type ConfigurationKey,
  type ConfigurationValue,
  type StoredConfiguration,
} from '../domain/configuration.js';
import { FlowdeckError } from '../domain/errors.js';
import { loadConfiguration, writeConfiguration } from '../store/repositories/configuration.js';
import type { Reader } from '../store/types.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';

/** The value of one key, by its default where it is not set. */
export async function configuration<Key extends ConfigurationKey>(
  reader: Reader,
  key: Key,
): Promise<ConfigurationValue<Key>> {
  return configurationValue(await loadConfiguration(reader), key);
}

export const configurationCommands: CommandHandlers<'configuration.set'> = {
  async 'configuration.set'(scope, input) {
    const { transaction } = scope;
    const key = checkConfigurationKey(input.key);
    const stored = await loadConfiguration(transaction);
    const wanted = input.value === null ? {} : flattened(key, input.value);
    Object.keys(wanted).forEach(checkConfigurationKey);
    refuseMixture(key, wanted, stored);
    const replaced = Object.keys(stored).filter(
      (name) => name === key || name.startsWith(`${key}.`) || isEmptyAbove(name, key, stored),
    );
    const changes = new Map<string, unknown>(replaced.map((name) => [name, undefined]));
    for (const [name, value] of Object.entries(wanted)) changes.set(name, value);
    const changed = [...changes].filter(
      ([name, value]) => JSON.stringify(stored[name]) !== JSON.stringify(value),
    );
    if (changed.length > 0) {
      await writeConfiguration(transaction, Object.fromEntries(changed));
      await appendEvent(scope, {
        kind: 'configuration_changed',
        entityKind: 'configuration',
        entityId: key,
        before: Object.fromEntries(changed.map(([name]) => [name, stored[name] ?? null])),
        after: Object.fromEntries(changed.map(([name, value]) => [name, value ?? null])),
      });
    }
    return { key, value: input.value, changed: changed.length > 0 };
  },
};

export const configurationQueries: QueryHandlers<'configuration.stored'> = {
  'configuration.stored': ({ reader }) => loadConfiguration(reader),
};

/** `stack` is stored as an empty object until something stands below it. */
function isEmptyAbove(name: string, key: string, stored: StoredConfiguration): boolean {
  return key.startsWith(`${name}.`) && JSON.stringify(stored[name]) === '{}';
}

/** A key has a value or keys below it, never both: the file it came from could not say so. */
function refuseMixture(
  key: string,
  wanted: StoredConfiguration,
  stored: StoredConfiguration,
): void {
  const known = [...Object.keys(configurationKeys), ...Object.keys(stored)];
  for (const name of Object.keys(wanted)) {
    const above = known.find(
      (other) => name.startsWith(`${other}.`) && !isEmptyAbove(other, name, stored),
    );
    if (above !== undefined && above !== key) {
      throw mixture(`${name} cannot be set: ${above} is a value.`);
    }
    const below = Object.keys(configurationKeys).find((other) => other.startsWith(`${name}.`));
    if (below !== undefined) throw mixture(`${name} holds other keys, such as ${below}.`);
  }
}

function mixture(message: string): FlowdeckError {
  return new FlowdeckError('configuration.invalid', message);
}
