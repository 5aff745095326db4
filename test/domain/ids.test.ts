import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareIds,
  epicIdOfTask,
  isEpicId,
  isTaskId,
  makeEpicId,
  makeTaskId,
  parseId,
  shortId,
  slugify,
} from '../../source/domain/ids.js';
import '../support/properties.js';

const random = (): number => 0.5;

describe('parseId', () => {
  it.each([
    ['fn-1', 'fn', 1, null, null],
    ['fn-1.3', 'fn', 1, null, 3],
    ['fn-12-x7k', 'fn', 12, 'x7k', null],
    ['fn-12-a.7', 'fn', 12, 'a', 7],
    ['fn-1-add-auth.10', 'fn', 1, 'add-auth', 10],
    ['fn-9-42.1', 'fn', 9, '42', 1],
    ['flow-98-tracker-sync', 'flow', 98, 'tracker-sync', null],
    ['gno-27-index.2', 'gno', 27, 'index', 2],
    ['wor-17-slug', 'wor', 17, 'slug', null],
    [
      'fn-3-a-slug-that-is-longer-than-twenty-characters.4',
      'fn',
      3,
      'a-slug-that-is-longer-than-twenty-characters',
      4,
    ],
  ])('reads %s', (id, prefix, number, slug, task) => {
    expect(parseId(id)).toEqual({ prefix, number, slug, task });
    expect(isTaskId(id)).toBe(task !== null);
    expect(isEpicId(id)).toBe(task === null);
  });

  it.each([
    '',
    'fn',
    'fn-',
    'fn-1-',
    'fn-1-ABC',
    'fn-1.',
    'fn-abc',
    'fn-1-a-',
    'FN-1',
    'fn-1.2.3',
    'fn-1.x',
    ' fn-1',
    'fn-1\n',
  ])('refuses %j', (id) => {
    expect(parseId(id)).toBeNull();
    expect(isTaskId(id)).toBe(false);
    expect(isEpicId(id)).toBe(false);
  });
});

describe('naming', () => {
  it('finds the epic of a task with its suffix', () => {
    expect(epicIdOfTask('fn-1-add-auth.10')).toBe('fn-1-add-auth');
    expect(epicIdOfTask('fn-1.2')).toBe('fn-1');
    expect(epicIdOfTask('fn-1')).toBeNull();
    expect(epicIdOfTask('bd-a1b2.3')).toBeNull();
  });

  it('shortens ids', () => {
    expect(shortId('fn-1-add-auth.2')).toBe('fn-1.2');
    expect(shortId('gno-27-index')).toBe('gno-27');
    expect(shortId('bd-a1b2')).toBe('bd-a1b2');
  });

  it.each([
    ['Add auth', 'add-auth'],
    ['  Übergrößen: naïve_approach!  ', 'ubergroen-naive'],
    ['one--two___three  four', 'one-two-three-four'],
    ['exactly twenty chars', 'exactly-twenty-chars'],
    ['a title that is too long', 'a-title-that-is-too'],
    ['unbreakableunbreakable', 'unbreakableunbreakab'],
    ['ﬁne', 'fine'],
  ])('makes a slug of %j', (title, slug) => {
    expect(slugify(title, { random })).toBe(slug);
  });

  it('takes another maximum', () => {
    expect(slugify('a title that is too long', { maximum: 10, random })).toBe('a-title');
  });

  it('falls back to three random characters', () => {
    const numbers = [0, 0.5, 0.999];
    expect(slugify('漢字', { random: () => numbers.shift() ?? 0 })).toBe('as9');
  });

  it('makes ids that can be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), (title, number, task) => {
        const epicId = makeEpicId({ number, title, random });
        const slug = parseId(epicId)?.slug;
        expect(slug?.length).toBeLessThanOrEqual(20);
        expect(isEpicId(epicId)).toBe(true);
        const taskId = makeTaskId(epicId, task);
        expect(parseId(taskId)).toEqual({ prefix: 'fn', number, slug, task });
        expect(epicIdOfTask(taskId)).toBe(epicId);
      }),
    );
    expect(makeEpicId({ prefix: 'wor', number: 3, title: 'A', random })).toBe('wor-3-a');
  });
});

describe('compareIds', () => {
  it('sorts as people count, children behind their parent', () => {
    const sorted = [
      '',
      'bd-a',
      'fn-1',
      'fn-1.2',
      'fn-1.9',
      'fn-1.10',
      'fn-1-a',
      'fn-1-a.1',
      'fn-1-b',
      'fn-2',
      'fn-10',
      'gno-1',
    ];
    expect(sorted.toReversed().sort(compareIds)).toEqual(sorted);
  });

  it('compares numbers of any length', () => {
    expect(compareIds('fn-99999999999999999998', 'fn-99999999999999999999')).toBeLessThan(0);
    expect(compareIds('fn-9', 'fn-10000000000000000000000')).toBeLessThan(0);
  });

  it('is a total order', () => {
    const id = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc
        .array(fc.constantFrom('fn', '-', '.', '0', '1', '01', '10', 'a', '漢'), { maxLength: 7 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(id, id, id, (a, b, c) => {
        const sign = (left: string, right: string): number => Math.sign(compareIds(left, right));
        expect(sign(a, b) + sign(b, a)).toBe(0);
        expect(sign(a, b) === 0).toBe(a === b);
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 5000 },
    );
  });
});
