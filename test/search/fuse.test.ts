import { describe, expect, test } from 'vitest';
import { fuse, likeEnough } from '../../source/search/fuse.js';

const ranked = (...given: Parameters<typeof fuse>): number[] =>
  fuse(...given)
    .sort((left, right) => right.score - left.score)
    .map(({ id }) => id);

describe('fuse', () => {
  test('goes by meaning where the words meet little', () => {
    const words = [{ id: 1, score: 0.35 }];
    expect(ranked(words, [{ id: 2, score: 0.8 }])).toEqual([2, 1]);
  });

  test('goes by words where they meet everything', () => {
    const words = [{ id: 1, score: 1 }];
    expect(ranked(words, [{ id: 2, score: 0.8 }])).toEqual([1, 2]);
  });

  test('does not let likely neighbours push out what the words found in the second place', () => {
    const words = [
      { id: 1, score: 0.75 },
      { id: 2, score: 0.6 },
    ];
    const meaning = [3, 4, 5].map((id) => ({ id, score: 0.9 }));
    expect(ranked(words, meaning).slice(0, 2)).toEqual([1, 2]);
  });

  test('puts what both found first and says who found it', () => {
    const fused = fuse(
      [
        { id: 1, score: 0.6 },
        { id: 2, score: 0.6 },
      ],
      [
        { id: 2, score: 0.7 },
        { id: 3, score: 0.7 },
      ],
    );
    expect(fused.sort((left, right) => right.score - left.score)[0]).toMatchObject({
      id: 2,
      byWords: true,
      byMeaning: true,
      score: 1,
    });
  });

  test('does not let an entry without a vector sink', () => {
    const words = [
      { id: 1, score: 0.5 },
      { id: 2, score: 0.45 },
    ];
    const meaning = [{ id: 2, score: 0.6 }];
    expect(ranked(words, meaning, (id) => id === 2)).toEqual([1, 2]);
    expect(ranked(words, meaning)).toEqual([2, 1]);
  });

  test('is the words alone without a vector', () => {
    expect(fuse([{ id: 1, score: 0.5 }], [])).toEqual([
      { id: 1, score: 1, byWords: true, byMeaning: false },
    ]);
    expect(fuse([], [])).toEqual([]);
  });
});

describe('likeEnough', () => {
  test('drops what is far behind the best, and everything where nothing is near', () => {
    const similar = [0.9, 0.8, 0.5].map((score, id) => ({ id, score }));
    expect(likeEnough(similar, 'tiny').map(({ id }) => id)).toEqual([0, 1]);
    expect(likeEnough([{ id: 1, score: 0.3 }], 'tiny')).toEqual([]);
    expect(likeEnough([{ id: 1, score: 0.5 }], 'bge-small-en-v1.5-0')).toEqual([]);
    expect(likeEnough([], 'tiny')).toEqual([]);
  });

  test('asks for more where no word was found', () => {
    const similar = [0.7, 0.59].map((score, id) => ({ id, score }));
    expect(likeEnough(similar, 'tiny').map(({ id }) => id)).toEqual([0, 1]);
    expect(likeEnough(similar, 'tiny', true).map(({ id }) => id)).toEqual([0]);
    expect(likeEnough([{ id: 1, score: 0.6 }], 'bge-small-en-v1.5-0', true)).toEqual([]);
  });
});
