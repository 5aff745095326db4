import { describe, expect, it } from 'vitest';
import type { SearchHit } from '../../../source/domain/contract/rows.js';
import { panes } from '../../../source/tui/panes/index.js';
import type { ProjectData } from '../../../source/tui/state/project-data.js';
import { context, makeData, makeMemory, nothingSelected, show } from './support.js';

const { memory: pane } = panes;

const entries = [
  makeMemory({
    id: 3,
    title: 'The lock outlives its process',
    summary:
      'A lock file that a killed process left behind must be taken over after its age was checked.',
    tags: ['locks', 'sqlite'],
    module: 'store',
    severity: 'high',
  }),
  makeMemory({ id: 2, type: 'convention', title: 'Write times in UTC', tags: ['time'] }),
  makeMemory({ id: 1, type: 'decision', title: 'One connection', status: 'stale' }),
];
const hits: SearchHit[] = [
  {
    kind: 'memory',
    id: '3',
    row: entries[0] ?? makeMemory({ id: 3 }),
    title: 'The lock outlives its process',
    score: 2,
    arms: ['words', 'meaning'],
    excerpt: 'a lock\tfile that a killed process left behind',
    matches: [
      [2, 6],
      [19, 25],
    ],
    titleMatches: [[4, 8]],
  },
  {
    kind: 'memory',
    id: '1',
    row: entries[2] ?? makeMemory({ id: 1 }),
    title: 'One connection',
    score: 1,
    arms: ['fuzzy'],
    excerpt: 'One connection for all',
    matches: [],
    titleMatches: [],
  },
];
const recent = makeData({ memory: { entries, hits: null, query: '' } });
const found = makeData({ memory: { entries, hits, query: 'lock killed' } });

describe('the memory pane', () => {
  it('shows the latest entries, and the selected one below', () => {
    expect(show(pane, recent, { columns: 60, rows: 12 })).toMatchInlineSnapshot(`
      "[Memory] 1/3
       / searches 3 entries
      >P The lock outlives its process  #locks #sqlite
       C Write times in UTC  #time
       D One connection

       A lock file that a killed process left behind must be taken
       over after its age was checked.
       pitfall  store  high  active  #locks #sqlite"
    `);
  });

  it('shows hits with their excerpts and why they were found', () => {
    expect(show(pane, found, { columns: 60, rows: 12 })).toMatchInlineSnapshot(`
      "[Memory] 2 by words
       /lock killed
      >P The lock outlives its process  #locks #sql…  words meaning
         a lock file that a killed process left behind
       D One connection  fuzzy
         One connection for all

       A lock file that a killed process left behind must be taken
       over after its age was checked.
       pitfall  store  high  active  #locks #sqlite"
    `);
    expect(show(pane, found, { columns: 36, rows: 4, ascii: true })).toMatchInlineSnapshot(`
      "[Memory] 2 by words
       /lock killed
      >P The lock outlives its process
       D One connection"
    `);
  });

  it('marks the matched characters', () => {
    const size = { columns: 60, rows: 8 };
    const view = pane.view(pane.select(found, nothingSelected), pane.initialState, context(size));
    const matched = view.lines[2]?.filter((each) => each.role === 'match');
    expect(matched?.map((each) => each.text)).toEqual(['lock', 'killed']);
  });

  it('names what it waits for and what it has not', () => {
    const searching = makeData({ memory: { entries: [], hits: null, query: 'x' } });
    expect(show(pane, searching, { columns: 40, rows: 3 })).toContain('Reading memory…');
    const nothing = makeData({ memory: { entries, hits: [], query: 'zzz' } });
    expect(show(pane, nothing, { columns: 50, rows: 3 })).toBe(
      '[Memory] 0 by words\n /zzz\n Nothing was found. Press Esc to see everything.',
    );
    const base = makeData();
    const unread = makeData({ totals: { ...base.totals, memory: 3 } });
    expect(show(pane, unread, { columns: 40, rows: 3 })).toBe(
      '[Memory]\n / searches 3 entries\n Reading memory…',
    );
    expect(show(pane, makeData(), { columns: 40, rows: 3 })).toMatchInlineSnapshot(`
      "[Memory]
       / searches 0 entries
       Nothing is remembered yet. Agents add
       what they learn, and so can you:"
    `);
  });

  it('says which ways of searching have answered, and what to do where one cannot', () => {
    const head = (memory: Partial<ProjectData['memory']>): string[] =>
      show(pane, makeData({ memory: { entries, hits, query: 'lock', ...memory } }), {
        columns: 60,
        rows: 6,
      })
        .split('\n')
        .slice(0, 2);
    expect(head({ meaning: null })).toEqual(['[Memory] 2 by words', ' /lock']);
    expect(head({ meaning: { state: 'on', reason: null } })).toEqual([
      '[Memory] 2 words+meaning',
      ' /lock',
    ]);
    expect(head({ meaning: { state: 'off', reason: null } })).toEqual([
      '[Memory] 2 words only',
      ' /lock  no model: flowdeck model install',
    ]);
    expect(head({ meaning: { state: 'failed', reason: 'The model file is cut off.' } })[1]).toBe(
      ' /lock  The model file is cut off.',
    );
  });

  it('shows epics and tasks where the project is searched', () => {
    const task: SearchHit = {
      kind: 'task',
      id: 'fn-1-a.2',
      row: null,
      title: 'Retry the upload',
      score: 1,
      arms: ['words'],
      excerpt: 'Uploads fail on slow networks',
      matches: [[0, 7]],
      titleMatches: [[10, 16]],
    };
    const epic: SearchHit = { ...task, kind: 'epic', id: 'fn-1-a', title: 'Uploads' };
    const data = makeData({
      memory: { entries, hits: [task, epic], query: 'upload', scope: 'project', meaning: null },
    });
    expect(show(pane, data, { columns: 60, rows: 6 })).toMatchInlineSnapshot(`
      "[Memory] 2 by words
       project /upload
      >T Retry the upload  fn-1-a.2  words
         Uploads fail on slow networks
       E Uploads  fn-1-a  words
         Uploads fail on slow networks"
    `);
    const state = pane.settle(pane.initialState, pane.select(data, nothingSelected), {
      columns: 60,
      rows: 6,
    });
    expect(pane.selectedKey(state, pane.select(data, nothingSelected))).toBe('fn-1-a.2');
  });

  it('keeps the cursor on its row when the meaning’s hits come in', () => {
    const size = { columns: 60, rows: 12 };
    const [first, second] = hits;
    if (!first || !second) throw new Error('There are no hits.');
    const before = pane.select(found, nothingSelected);
    const down = pane.reduce(pane.initialState, { type: 'move', movement: 'down' }, before, size);
    const turned = makeData({
      memory: {
        entries,
        hits: [{ ...second, arms: ['fuzzy', 'meaning'] }, first],
        query: 'lock killed',
        meaning: { state: 'on', reason: null },
      },
    });
    const after = pane.select(turned, nothingSelected);
    expect(pane.selectedKey(pane.settle(down, after, size), after)).toBe('1');
    expect(pane.selectedKey(pane.settle(pane.initialState, before, size), before)).toBe('3');
  });

  it('gives the same model while its slice is the same', () => {
    const other = { ...recent, memory: { ...recent.memory }, events: [] };
    expect(pane.select(other, nothingSelected)).toBe(pane.select(recent, nothingSelected));
    expect(pane.select(found, nothingSelected)).not.toBe(pane.select(recent, nothingSelected));
  });

  it('puts the cursor on the title line of an entry', () => {
    const size = { columns: 60, rows: 8 };
    const model = pane.select(found, nothingSelected);
    const state = pane.reduce(pane.initialState, { type: 'move', movement: 'down' }, model, size);
    expect(pane.selectedKey(state, model)).toBe('1');
    expect(pane.view(model, state, context(size)).selectedLine).toBe(3);
  });
});
