/** Filters typed into a search box between the words: `type:pitfall module:auth tag:db`. */
import { parseMemorySeverity, parseMemoryType } from '../domain/memory-entry.js';
import { memoryTracks } from '../domain/vocabulary.js';

export interface TypedFilter {
  readonly type?: string;
  readonly module?: string;
  readonly track?: string;
  readonly severity?: string;
  readonly tags?: readonly string[];
}

const token = /(?:^|\s)(type|module|track|severity|tag):(\S*)(?=\s|$)/giu;

/** @returns the words without the filters; a filter whose value is not complete yet filters nothing */
export function splitFilters(text: string): {
  readonly words: string;
  readonly filter: TypedFilter;
} {
  const tags: string[] = [];
  const filter: { -readonly [Name in keyof TypedFilter]: TypedFilter[Name] } = {};
  const words = text.slice(0, 2000).replace(token, (_, name: string, value: string) => {
    if (value === '') return ' ';
    switch (name.toLowerCase()) {
      case 'type': {
        const type = parseMemoryType(value);
        if (type !== null) filter.type = type;
        break;
      }
      case 'severity': {
        const severity = parseMemorySeverity(value);
        if (severity !== null) filter.severity = severity;
        break;
      }
      case 'track': {
        const track = memoryTracks.find((each) => each === value.toLowerCase());
        if (track !== undefined) filter.track = track;
        break;
      }
      case 'module':
        filter.module = value;
        break;
      default:
        tags.push(value.replace(/^#/, '').toLowerCase());
    }
    return ' ';
  });
  if (tags.length > 0) filter.tags = tags;
  return { words: words.replace(/\s+/gu, ' ').trim(), filter };
}
