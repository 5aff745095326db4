import { describe, expect, it } from 'vitest';
import {
  arrangementOf,
  GroupHeader,
  noQuery,
  withArrangement,
  type ListQuery,
} from '../../../source/tui/panes/list-query.js';
import { RowList } from '../../../source/tui/panes/row-list.js';
import { makeTask } from './support.js';

const query = (search: string, given: Partial<ListQuery> = {}): ListQuery => ({
  search,
  ...noQuery,
  ...given,
});

const tasks = [
  makeTask({ id: 'fn-1.1', title: 'Draw the form', status: 'done', priority: 3 }),
  makeTask({ id: 'fn-1.2', title: 'Check the password', status: 'blocked', priority: 1 }),
  makeTask({ id: 'fn-1.3', title: 'Remember the user', assignee: 'ada', priority: 2 }),
];
const list = new RowList(
  tasks,
  ({ id }) => id,
  ({ title }) => title,
  { kind: 'tasks', rowOf: (row) => row, groups: true },
);

describe('the arrangement in a search', () => {
  it('is told apart from the filter, wherever it stands', () => {
    expect(arrangementOf('status:blocked sort:-priority group:status text')).toEqual({
      filter: 'status:blocked text',
      sort: { by: 'priority', reversed: true },
      group: 'status',
    });
    expect(arrangementOf('resort:x  two  blanks')).toEqual({
      filter: 'resort:x  two  blanks',
      sort: null,
      group: null,
    });
  });

  it('is changed without touching what is typed besides', () => {
    const sorted = withArrangement('is:ready', { sort: { by: 'age', reversed: false } });
    expect(sorted).toBe('is:ready sort:age');
    expect(withArrangement(sorted, { group: 'status' })).toBe('is:ready sort:age group:status');
    expect(withArrangement(sorted, { sort: null })).toBe('is:ready');
  });
});

describe('a list that is filtered', () => {
  it('keeps its natural order, narrowed by fields and by words', () => {
    expect(list.found(query('status:blocked,done')).keys).toEqual(['fn-1.1', 'fn-1.2']);
    expect(list.found(query('passwrod')).keys).toEqual(['fn-1.2']);
    const mine = query('assignee:me', {
      context: { actor: 'ada', now: '2026-01-01T00:00:00.000Z' },
    });
    expect(list.found(mine).keys).toEqual(['fn-1.3']);
  });

  it('is sorted, also the other way round', () => {
    expect(list.found(query('sort:priority')).keys).toEqual(['fn-1.2', 'fn-1.3', 'fn-1.1']);
    expect(list.found(query('sort:-priority')).keys).toEqual(['fn-1.1', 'fn-1.3', 'fn-1.2']);
    expect(list.found(query('sort:priority')).natural).toBe(false);
  });

  it('is grouped under headers, whose rows can be folded away', () => {
    const grouped = list.found(query('group:status'));
    const labels = grouped.rows.map((row) =>
      row instanceof GroupHeader ? `${row.label} ${row.count}` : row.id,
    );
    expect(labels).toEqual(['blocked 1', 'fn-1.2', 'todo 1', 'fn-1.3', 'done 1', 'fn-1.1']);
    expect(grouped.count).toBe(3);
    const [header = ''] = grouped.keys;
    const folded = list.found(query('group:status', { folded: new Set([header]) }));
    expect(folded.keys).toEqual([header, ...grouped.keys.slice(2)]);
    expect(folded.count).toBe(3);
  });

  it('says what is wrong, and narrows by the rest', () => {
    const wrong = list.found(query('status:bloked pass'));
    expect(wrong.error?.message).toMatch(/bloked/);
    expect(wrong.keys).toEqual(['fn-1.2']);
    expect(list.found(query('stat', { typing: true })).error).toBeNull();
  });
});
