import type { QueryInput } from '../domain/contract/calls.js';
import type { MemoryState } from '../domain/contract/memory-calls.js';
import { FlowdeckError } from '../domain/errors.js';

/** @throws FlowdeckError `memory.disabled` where the project's memory is turned off */
export async function requireMemory(
  query: (name: 'memory.state', input: QueryInput<'memory.state'>) => Promise<MemoryState>,
): Promise<void> {
  const { enabled } = await query('memory.state', {});
  if (enabled) return;
  throw new FlowdeckError(
    'memory.disabled',
    'The memory is turned off: memory.enabled is false in the configuration.',
  );
}
