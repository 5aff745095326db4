/** Which entries of the memory are meant, from the words that people use. */
import { quoted } from '../domain/quote.js';
import type { MemoryChoice } from '../domain/contract/memory-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import {
  normaliseTags,
  requireProblemType,
  requireSeverity,
  requireType,
} from '../domain/memory-entry.js';
import { memoryStatuses, memoryTracks } from '../domain/vocabulary.js';
import type { EntryFilter } from '../store/repositories/memory-entries.js';

/** @throws FlowdeckError `usage.invalid` for a word that is none of the known ones */
export function filterOfChoice(choice: MemoryChoice): EntryFilter {
  const { type, track, module, severity, problemType, status, tags, everyTag, stale } = choice;
  return {
    ...(type !== undefined && { type: requireType(type) }),
    ...(track !== undefined && { track: oneOf('track', track, memoryTracks) }),
    ...(module !== undefined && { module: module.trim() }),
    ...(severity !== undefined && { severity: requireSeverity(severity) }),
    ...(problemType !== undefined && { problemType: requireProblemType(problemType).name }),
    ...(status !== undefined && { status: oneOf('status', status, memoryStatuses) }),
    ...(tags !== undefined && { [everyTag ? 'everyTag' : 'anyTag']: normaliseTags(tags) }),
    ...(stale !== undefined && { stale }),
  };
}

function oneOf(what: string, text: string, known: readonly string[]): string {
  const word = text.trim().toLowerCase();
  if (known.includes(word)) return word;
  throw new FlowdeckError(
    'usage.invalid',
    `There is no memory ${what} ${quoted(text)}; known are ${known.join(', ')}.`,
    { details: { known } },
  );
}

/** @throws FlowdeckError `usage.invalid` for what is no whole number of at least `least` */
export function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new FlowdeckError(
    'usage.invalid',
    `${name} is a whole number of at least ${least}, not ${value}.`,
  );
}
