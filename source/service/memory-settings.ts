/** Whether the project remembers, and what it remembers by now. */
import type { MemoryState } from '../domain/contract/memory-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { memoryTypes } from '../domain/vocabulary.js';
import { findConfiguration, writeConfiguration } from '../store/repositories/configuration.js';
import { countEntries } from '../store/repositories/memory-entries.js';
import type { Reader } from '../store/types.js';
import { configuration } from './configuration.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';

const key = 'memory.enabled';

export const memorySettingsCommands: CommandHandlers<'memory.initialise'> = {
  async 'memory.initialise'(scope) {
    const { transaction } = scope;
    const before = await findConfiguration(transaction, key);
    const changed = before !== true;
    if (changed) {
      await writeConfiguration(transaction, { [key]: true });
      await appendEvent(scope, {
        kind: 'configuration_changed',
        entityKind: 'configuration',
        entityId: key,
        before: { [key]: before },
        after: { [key]: true },
      });
    }
    return { ...(await stateOf(transaction, scope.now)), changed };
  },
};

export const memorySettingsQueries: QueryHandlers<'memory.state'> = {
  'memory.state': ({ reader }) => stateOf(reader, new Date().toISOString()),
};

async function stateOf(reader: Reader, now: string): Promise<MemoryState> {
  const { types, stale } = await countEntries(reader, now);
  const countOf = (type: string): number => types.find((row) => row.type === type)?.count ?? 0;
  return {
    enabled: await isEnabled(reader),
    total: types.reduce((sum, { count }) => sum + count, 0),
    byType: {
      pitfall: countOf('pitfall'),
      convention: countOf('convention'),
      decision: countOf('decision'),
    } satisfies Record<(typeof memoryTypes)[number], number>,
    stale,
    references: types.reduce((sum, { references }) => sum + references, 0),
  };
}

/** @throws FlowdeckError `memory.disabled` when the configuration turns the memory off */
export async function requireMemory(reader: Reader): Promise<void> {
  if (await isEnabled(reader)) return;
  throw new FlowdeckError(
    'memory.disabled',
    'The memory is turned off: memory.enabled is false in the configuration.',
  );
}

/** On, unless it is turned off in so many words. */
async function isEnabled(reader: Reader): Promise<boolean> {
  return configuration(reader, key);
}
