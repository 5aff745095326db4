import { expect, test } from 'vitest';
import { labelledKinds, readLabelledSet, sharedStems } from './labelled-set.js';

const set = readLabelledSet('test/fixtures/search');

test('paraphrases share no word that tells something with their note', () => {
  const shared = set.queries
    .filter(({ kind }) => kind === 'paraphrase')
    .flatMap(({ text, note }) => {
      const { title = '', content = '', tags = [] } = set.notes[note ?? -1] ?? {};
      const words = sharedStems(text, [title, content, ...tags].join(' '));
      return words.length === 0 ? [] : [`${text}: ${words.join(', ')}`];
    });
  expect(shared).toEqual([]);
});

test('has at least two hundred notes and five hundred queries', () => {
  expect(set.notes.length).toBeGreaterThanOrEqual(200);
  expect(set.queries.length).toBeGreaterThanOrEqual(500);
  expect(new Set(set.notes.map(({ title }) => title)).size).toBe(set.notes.length);
});

test('has at least thirty frozen queries of each kind', () => {
  for (const kind of labelledKinds) {
    const frozen = set.queries.filter((query) => query.kind === kind && query.half === 'frozen');
    expect(frozen.length, kind).toBeGreaterThanOrEqual(30);
  }
});

test('is the same in every run', () => {
  expect(readLabelledSet('test/fixtures/search')).toEqual(set);
});
