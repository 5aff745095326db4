import type { ImportedMemory } from '../../domain/contract/import.js';
import { memoryHash, memorySummary } from '../../domain/memory-entry.js';
import type { Derived } from '../../store/repositories/import-memory.js';

/** The summary is the first line that is no heading. */
export function derivedOfMemory({ content }: Pick<ImportedMemory, 'content'>): Derived {
  const words = content.replace(/^(?:\s*#{1,6}[ \t][^\n]*(?:\n|$))+\s*/, '');
  return { summary: memorySummary(words.trim() || content), hash: memoryHash(content) };
}
