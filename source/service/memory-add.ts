/** Remembering something new. */
import { FlowdeckError } from '../domain/errors.js';
import { normaliseMemory } from '../domain/memory-entry.js';
import { findMemoryByHash, insertMemory } from '../store/repositories/memory.js';
import { appendEvent } from './events.js';
import type { CommandHandlers } from './handlers.js';
import { requireMemory } from './memory-settings.js';
import { findSimilar } from './memory-similar.js';

export const memoryAddCommands: CommandHandlers<'memory.add'> = {
  async 'memory.add'(scope, input) {
    const { transaction } = scope;
    await requireMemory(transaction);
    const entry = normaliseMemory(input);
    const known = await findMemoryByHash(transaction, entry.hash);
    if (known !== null) {
      return { id: known.id, duplicate: true, type: known.type, tags: known.tags, similar: [] };
    }
    const similar = await findSimilar(transaction, {
      content: entry.content,
      ...(input.vector && { vector: input.vector }),
    });
    const id = await insertMemory(transaction, entry, scope.now);
    if (id === null) {
      throw new FlowdeckError('internal.unexpected', 'A memory entry was neither new nor known.');
    }
    await appendEvent(scope, {
      kind: 'memory_added',
      entityKind: 'memory',
      entityId: String(id),
      version: 1,
      after: { ...entry },
      payload: { type: entry.type, title: entry.title },
    });
    return { id, duplicate: false, type: entry.type, tags: entry.tags, similar };
  },
};
