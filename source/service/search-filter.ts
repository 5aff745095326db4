/** Which entries a search may find, from flags and from what was typed. */
import type { QueryInput } from '../domain/contract/calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { normaliseTags } from '../domain/memory-entry.js';
import type { SearchFilter } from '../store/repositories/full-text.js';
import { filterOfChoice } from './memory-choice.js';

/** @throws FlowdeckError `usage.invalid` for a word that is none of the known ones and for a malformed expression */
export async function searchFilterOf({
  expression = '',
  tags,
  ...choice
}: NonNullable<QueryInput<'search'>['filter']> = {}): Promise<SearchFilter> {
  return {
    ...filterOfChoice(choice),
    ...(tags !== undefined && { tags: normaliseTags(tags) }),
    ...(expression.trim() !== '' && (await readExpression(expression))),
    now: new Date().toISOString(),
  };
}

/** The language's tables are loaded where they are asked for: most commands never do. */
async function readExpression(
  expression: string,
): Promise<Pick<SearchFilter, 'terms' | 'without'>> {
  const { parseFilter } = await import('../search/filter-language/index.js');
  const { terms, words, error } = parseFilter(expression, 'memory');
  if (error !== null) {
    throw new FlowdeckError('usage.invalid', error.message, {
      details: { start: error.start, end: error.end, suggestion: error.suggestion },
    });
  }
  const without = words.filter(({ negated }) => negated).map(({ text }) => text.toLowerCase());
  return { terms, ...(without.length > 0 && { without }) };
}
