/** What was learnt, kept and found again. */
import { FlowdeckError } from '../domain/errors.js';
import { normaliseMemory, parseMemoryType } from '../domain/memory-entry.js';
import { memoryTypes } from '../domain/vocabulary.js';
import {
  findMemory,
  findMemoryByHash,
  insertMemory,
  listMemory,
  type MemoryFilter,
} from '../store/repositories/memory.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';

export const memoryCommands: CommandHandlers<'memory.add'> = {
  async 'memory.add'(scope, input) {
    const entry = normaliseMemory(input);
    const id = await insertMemory(scope.transaction, entry, scope.now);
    if (id === null) {
      const known = await findMemoryByHash(scope.transaction, entry.hash);
      if (known === null) {
        throw new FlowdeckError('internal.unexpected', 'A memory entry was neither new nor known.');
      }
      return { id: known.id, duplicate: true, type: known.type, tags: known.tags };
    }
    await appendEvent(scope, {
      kind: 'memory_added',
      entityKind: 'memory',
      entityId: String(id),
      version: 1,
      after: { ...entry },
      payload: { type: entry.type, title: entry.title },
    });
    return { id, duplicate: false, type: entry.type, tags: entry.tags };
  },
};

export const memoryQueries: QueryHandlers<'memory.list' | 'memory.detail'> = {
  'memory.list': ({ reader }, input) => listMemory(reader, filterOf(input), input.limit),

  async 'memory.detail'({ reader }, input) {
    const entry = await findMemory(reader, input.id);
    if (entry) return entry;
    throw new FlowdeckError('memory.not_found', `There is no memory entry ${input.id}.`, {
      details: { id: input.id },
    });
  },
};

function filterOf(input: {
  readonly type?: string;
  readonly track?: string;
  readonly module?: string;
}): MemoryFilter {
  return {
    ...(input.type !== undefined && { type: parseType(input.type) }),
    ...(input.track !== undefined && { track: input.track }),
    ...(input.module !== undefined && { module: input.module }),
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
