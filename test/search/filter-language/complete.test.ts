import { describe, expect, test } from 'vitest';
import {
  collectValues,
  completeFilter,
  fieldHelp,
  parseFilter,
  quote,
  type ListKind,
} from '../../../source/search/filter-language/index.js';
import { listKinds } from '../../../source/search/filter-language/definition.js';
import { makeTask } from '../../tui/panes/support.js';
import { context } from './support.js';

const values = {
  people: ['ada@example.com', 'grace hopper'],
  tasks: ['fn-1-login.1', 'fn-1-login.2'],
  tags: ['db', 'docker'],
};

/** `|` stands for the cursor. */
const offered = (text: string, kind: ListKind = 'tasks') =>
  completeFilter(text.replace('|', ''), text.indexOf('|'), kind, values).map(
    ({ insert }) => insert,
  );

/** The text with the first candidate taken. */
const taken = (text: string, kind: ListKind = 'tasks') => {
  const whole = text.replace('|', '');
  const [first] = completeFilter(whole, text.indexOf('|'), kind, values);
  return first && whole.slice(0, first.start) + first.insert + whole.slice(first.end);
};

describe('completeFilter', () => {
  test('offers every field where nothing is typed', () => {
    expect(offered('|').slice(0, 4)).toEqual(['status:', 'assignee:', 'age>', 'updated>']);
    expect(offered('login |')).toHaveLength(fieldHelp('tasks').length);
  });

  test.each([
    ['st|', 'status:'],
    ['-st|', '-status:'],
    ['login who|', 'login assignee:'],
    ['sta|:done', 'status:done'],
    ['status:bl|', 'status:blocked'],
    ['status:run|', 'status:in_progress'],
    ['status:blocked,fa|', 'status:blocked,failed'],
    ['status:fa|,blocked', 'status:failed,blocked'],
    ['assignee:|', 'assignee:me'],
    ['assignee:gr|', 'assignee:"grace hopper"'],
    ['assignee:"gr|', 'assignee:"grace hopper"'],
    ['dep:login.2|', 'dep:fn-1-login.2'],
    ['age>|', 'age>1h'],
    ['is:mi|', 'is:mine'],
    ['block|', 'status:blocked'],
  ])('completes %s to %s', (text, expected) => {
    expect(taken(text)).toBe(expected);
  });

  test('offers values of memory', () => {
    expect(offered('tag:d|', 'memory')).toEqual(['db', 'docker']);
    expect(offered('stale:|', 'memory')).toEqual(['yes', 'no']);
    expect(offered('severity>=|', 'memory')).toEqual(['low', 'medium', 'high', 'critical']);
  });

  test('offers nothing twice and nothing where nothing fits', () => {
    expect(offered('status:blocked,|')).not.toContain('blocked');
    expect(offered('zzzz|')).toEqual([]);
    expect(offered('colour:r|')).toEqual([]);
    expect(offered('"quoted sta|')).toEqual([]);
  });

  test('offers only what can be read again', () => {
    for (const kind of listKinds) {
      for (const { name, operators } of fieldHelp(kind)) {
        for (const operator of [operators[0], operators.at(-1)]) {
          const text = `${name}${operator ?? ''}`;
          for (const { insert } of completeFilter(text, text.length, kind, values)) {
            expect(parseFilter(text + insert, kind, null)).toMatchObject({
              ...{ error: null, terms: [{ field: name }], words: [] },
            });
          }
        }
      }
    }
  });
});

test('quote makes one value of anything', () => {
  for (const value of ['plain', 'two words', 'a,b', 'say "hi"', 'back\\slash', 'me', 'none', '"']) {
    const { terms, error } = parseFilter(`assignee:${quote(value)}`, 'tasks', null);
    expect(error).toBeNull();
    expect(terms[0]?.values).toEqual([{ kind: 'text', text: value, typed: value, open: false }]);
  }
});

test('collectValues counts what the rows have', () => {
  const rows = [
    makeTask({ id: 'fn-1.1', assignee: 'bob', labels: ['ui'] }),
    makeTask({ id: 'fn-1.2', assignee: 'ada', labels: ['db', 'ui'], dependsOn: ['fn-1.1'] }),
    makeTask({ id: 'fn-1.3', assignee: 'ada' }),
  ];
  const { people, labels, tasks } = collectValues(rows, 'tasks', context);
  expect(people).toEqual(['ada', 'bob']);
  expect(labels).toEqual(['ui', 'db']);
  expect(tasks).toEqual(['fn-1.1', 'fn-1.2', 'fn-1.3']);
});
