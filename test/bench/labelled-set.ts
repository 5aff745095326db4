/**
 * Notes and queries with their answers, of our own making. Some kinds of queries are written by hand, the others are
 * derived from the notes, the same in every run. Half of each kind is for tuning, half is only ever measured.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { splitWords } from '../../source/search/fold.js';
import { stemOf } from '../../source/search/stems.js';
import { stopWords } from '../../source/search/stop-words.js';
import { randomNumbers } from './fuzzy-lines.js';

export interface Note {
  readonly type: 'pitfall' | 'convention' | 'decision';
  readonly module: string;
  readonly tags: readonly string[];
  readonly title: string;
  readonly content: string;
}

export const labelledKinds = [
  ...(['exact', 'morphology', 'typo', 'abbreviation', 'fragment'] as const),
  ...(['paraphrase', 'filtered', 'negative'] as const),
] as const;
export type LabelledKind = (typeof labelledKinds)[number];

export interface LabelledQuery {
  readonly kind: LabelledKind;
  readonly text: string;
  /** The number of the note that answers it; null where none does. */
  readonly note: number | null;
  readonly filter?: { readonly type?: string; readonly module?: string };
  readonly half: 'tuning' | 'frozen';
}

export interface LabelledSet {
  readonly notes: readonly Note[];
  readonly queries: readonly LabelledQuery[];
}

const marks = { p: 'paraphrase', m: 'morphology', a: 'abbreviation' } as const;

/** @param directory where the fixtures lie */
export function readLabelledSet(directory: string): LabelledSet {
  const blocks = readFileSync(path.join(directory, 'notes.txt'), 'utf8').split(/^# /m).slice(1);
  const queries: LabelledQuery[] = [];
  const random = randomNumbers(11);
  const notes = blocks.map((block, index): Note => {
    const [title = '', head = '', ...lines] = block.trim().split('\n');
    const [, type = '', module = '', tags = ''] = head.split(' ');
    const content = lines.filter((line) => !/^[pma]: /.test(line)).join('\n');
    const half = index % 2 === 0 ? 'tuning' : 'frozen';
    const note = { type: type as Note['type'], module, tags: tags.split(','), title, content };
    for (const line of lines) {
      const [, mark, text = ''] = /^([pma]): (.*)$/.exec(line) ?? [];
      if (mark !== undefined) {
        queries.push({ kind: marks[mark as keyof typeof marks], text, note: index, half });
      }
    }
    queries.push(...derived(note, index, random).map((query) => ({ ...query, half }) as const));
    return note;
  });
  const negatives = readFileSync(path.join(directory, 'negatives.txt'), 'utf8').trim().split('\n');
  negatives.forEach((text, index) => {
    const half = index % 2 === 0 ? 'tuning' : 'frozen';
    queries.push({ kind: 'negative', text, note: null, half });
  });
  return { notes, queries };
}

/** Words that tell something, without their repetitions. */
export function contentWords(text: string): string[] {
  const words = splitWords(text).map(({ word }) => word);
  return [...new Set(words)].filter((word) => word.length > 2 && !stopWords.has(word));
}

/** The stems that two texts have in common, words that say nothing left out. */
export function sharedStems(left: string, right: string): string[] {
  const stems = new Set(contentWords(left).map(stemOf));
  return contentWords(right).filter((word) => stems.has(stemOf(word)));
}

function derived(
  { title, content, type, module }: Note,
  note: number,
  random: () => number,
): Omit<LabelledQuery, 'half'>[] {
  const pick = (words: readonly string[], count: number): string[] => {
    const left = [...words];
    return Array.from({ length: Math.min(count, left.length) }, () => {
      const [word = ''] = left.splice(Math.floor(random() * left.length), 1);
      return word;
    });
  };
  const inTitle = contentWords(title);
  const inContent = contentWords(content).filter((word) => word.length >= 5);
  const exact = [...pick(inTitle, 2), ...pick(inContent, 1)];
  const long = inTitle.filter((word) => word.length >= 5);
  const [misspelt = inContent[0] ?? ''] = pick(long.length > 0 ? long : inContent, 1);
  const others = pick(
    inTitle.filter((word) => word !== misspelt),
    1,
  );
  const [whole = ''] = pick(
    inContent.filter((word) => word.length >= 7),
    1,
  );
  const path = /\S*[a-z]\/[a-z]\S*|\S*_\S*|\b[a-z]+[A-Z]\w+/
    .exec(content)?.[0]
    .replace(/[,.]$/, '');
  const fragment = path ?? (whole === '' ? '' : whole.slice(1 + Math.floor(random() * 2)));
  const [filtered = ''] = pick(inTitle.length > 0 ? inTitle : inContent, 1);
  return [
    { kind: 'exact', text: exact.join(' '), note },
    { kind: 'typo', text: [slip(misspelt, random), ...others].join(' '), note },
    ...(fragment.length >= 4 ? [{ kind: 'fragment', text: fragment, note } as const] : []),
    { kind: 'filtered', text: filtered, note, filter: { type, module } },
  ];
}

function slip(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  switch (Math.floor(random() * 3)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
    default:
      return word.slice(0, at) + 'q' + word.slice(at + 1);
  }
}
