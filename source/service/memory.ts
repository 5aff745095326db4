/** What was learnt, listed and shown. */
import { FlowdeckError } from '../domain/errors.js';
import { parseMemoryType } from '../domain/memory-entry.js';
import { memoryTypes } from '../domain/vocabulary.js';
import { findMemory, listMemory, type MemoryFilter } from '../store/repositories/memory.js';
import type { QueryHandlers } from './handlers.js';
import { noEntry } from './memory-target.js';

export const memoryQueries: QueryHandlers<'memory.list' | 'memory.detail'> = {
  'memory.list': ({ reader }, input) => listMemory(reader, filterOf(input), input.limit),

  async 'memory.detail'({ reader }, input) {
    const entry = await findMemory(reader, input.id);
    if (entry) return entry;
    throw await noEntry(reader, String(input.id));
  },
};

function filterOf(input: {
  readonly type?: string;
  readonly track?: string;
  readonly module?: string;
  readonly severity?: string;
}): MemoryFilter {
  return {
    ...(input.type !== undefined && { type: parseType(input.type) }),
    ...(input.track !== undefined && { track: input.track }),
    ...(input.module !== undefined && { module: input.module }),
    ...(input.severity !== undefined && { severity: input.severity }),
  };
}

function parseType(text: string): NonNullable<MemoryFilter['type']> {
  const type = parseMemoryType(text);
  if (type !== null) return type;
  throw new FlowdeckError(
    'usage.invalid',
    `The memory type ${text} is unknown; there are ${memoryTypes.join(', ')}.`,
  );
}
