import { describe, expect, it } from 'vitest';
import type { TaskCounts } from '../../../source/domain/contract/rows.js';
import { emptyCounts } from '../../../source/domain/counts.js';
import type { TaskStatus } from '../../../source/domain/vocabulary.js';
import { shareCells } from '../../../source/tui/panes/progress-bar.js';
import { panes } from '../../../source/tui/panes/index.js';
import { lineText } from '../../../source/tui/spans.js';
import { context, makeData, makeEpic, nothingSelected, show } from './support.js';

const { epics: pane } = panes;

function counts(
  byStatus: Partial<Record<TaskStatus, number>>,
  more: Partial<TaskCounts> = {},
): TaskCounts {
  const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  return { ...emptyCounts(), total, byStatus: { ...emptyCounts().byStatus, ...byStatus }, ...more };
}

const data = makeData({
  epics: [
    makeEpic({
      id: 'fn-2-login',
      title: 'Sign in with a passkey',
      counts: counts(
        { done: 3, in_progress: 2, blocked: 1, failed: 1, todo: 4 },
        { ready: 2, hinted: 1 },
      ),
    }),
    makeEpic({
      id: 'fn-10',
      title: '漢字を含むとても長い題名のエピックその一',
      counts: counts({ todo: 12 }, { ready: 12 }),
    }),
    makeEpic({ id: 'fn-11', title: 'Nothing planned yet' }),
    makeEpic({ id: 'fn-12', title: 'fn-12', placeholder: true, counts: counts({ todo: 1 }) }),
    makeEpic({
      id: 'fn-1',
      title: 'First steps',
      status: 'done',
      counts: counts({ done: 4, skipped: 1 }),
    }),
    makeEpic({
      id: 'fn-3',
      title: 'Old plans',
      status: 'done',
      archived: true,
      counts: counts({ todo: 2 }),
    }),
  ],
});

describe('the epics pane', () => {
  it('shows all columns where there is room', () => {
    expect(show(pane, data, { columns: 90, rows: 8 })).toMatchInlineSnapshot(`
      "[Epics] 1/6
      >▶ Sign in with a passkey                           ████▓▓✗▒░░░░░░░ 3/11 ▶2 ⊘1 ✗1 ○2  fn-2
       ○ 漢字を含むとても長い題名のエピックその一         ░░░░░░░░░░░░░░░ 0/12          ○12 fn-10
       ○ Nothing planned yet                                                                fn-11
       ○ fn-12 (no file)                                  ░░░░░░░░░░░░░░░  0/1              fn-12
       ✓ First steps                                      ███████████████  5/5              fn-1
       – Old plans                                        ░░░░░░░░░░░░░░░  0/2              fn-3"
    `);
  });

  it('lets columns go before the title', () => {
    expect(show(pane, data, { columns: 44, rows: 8 })).toMatchInlineSnapshot(`
      "[Epics] 1/6
      >▶ Sign in with a pass… █▓✗▒░░░ 3/11 ▶2 ⊘1 ✗1
       ○ 漢字を含むとても長…  ░░░░░░░ 0/12
       ○ Nothing planned yet
       ○ fn-12                ░░░░░░░  0/1
       ✓ First steps          ███████  5/5
       – Old plans            ░░░░░░░  0/2"
    `);
    expect(show(pane, data, { columns: 28, rows: 8 })).toMatchInlineSnapshot(`
      "[Epics] 1/6
      >▶ Sign in wit… 3/11 ▶2 ⊘1 ✗1
       ○ 漢字を含む…  0/12
       ○ Nothing pla…
       ○ fn-12         0/1
       ✓ First steps   5/5
       – Old plans     0/2"
    `);
  });

  it('tells everything in ASCII, too', () => {
    expect(show(pane, data, { columns: 60, rows: 8, ascii: true })).toMatchInlineSnapshot(`
      "[Epics] 1/6
      >> Sign in with a passkey  ##>X?..... 3/11 >2 !1 X1 o2  fn-2
       o 漢字を含むとても長い... .......... 0/12          o12 fn-10
       o Nothing planned yet                                  fn-11
       o fn-12 (no file)         ..........  0/1              fn-12
       + First steps             ##########  5/5              fn-1
       - Old plans               ..........  0/2              fn-3"
    `);
  });

  it('never gives the title less than its floor while another column is shown', () => {
    for (let columns = 10; columns < 120; columns += 1) {
      const text = show(pane, data, { columns, rows: 8 });
      const floor = Math.min(12, columns - 2);
      expect(text).toContain('Sign in with a passkey'.slice(0, floor - 1));
    }
  });

  it('invites to create the first epic', () => {
    expect(show(pane, makeData(), { columns: 40, rows: 5 })).toMatchInlineSnapshot(`
      "[Epics]
       No epics yet: press c to create the
       first."
    `);
  });

  it('finds words in id and title', () => {
    const size = { columns: 60, rows: 8 };
    const model = pane.select(data, nothingSelected);
    const state = pane.reduce(
      pane.initialState,
      { type: 'search', text: 'PASSkey fn-2' },
      model,
      size,
    );
    const view = pane.view(model, state, context(size));
    expect(view.lines).toHaveLength(1);
    expect(view.badge).toBe('/PASSkey fn-2 1 of 6');
    expect(view.lines[0]?.filter((each) => each.role === 'match').map((each) => each.text)).toEqual(
      ['passkey'],
    );
    expect(pane.selectedKey(state, model)).toBe('fn-2-login');
    const none = pane.reduce(state, { type: 'search', text: 'zzz' }, model, size);
    expect(pane.selectedKey(none, model)).toBeNull();
    expect(lineText(pane.view(model, none, context(size)).lines[0] ?? [])).toContain('No epic');
    const all = pane.reduce(none, { type: 'search', text: '' }, model, size);
    expect(pane.view(model, all, context(size)).lines).toHaveLength(6);
  });

  it('gives the same model for the same epics', () => {
    const other = { ...data, events: [], memory: { ...data.memory, query: 'x' } };
    expect(pane.select(other, nothingSelected)).toBe(pane.select(data, nothingSelected));
  });

  it('dims what is closed', () => {
    const model = pane.select(data, nothingSelected);
    const view = pane.view(model, pane.initialState, context({ columns: 60, rows: 8 }));
    expect(view.lines[4]?.find((each) => each.text.startsWith('First'))?.role).toBe('muted');
    expect(view.lines[0]?.find((each) => each.text.startsWith('Sign'))?.role).toBeUndefined();
  });
});

describe('the cells of a progress bar', () => {
  it.each([
    { parts: [0, 0], total: 0, width: 10, cells: [0, 0] },
    { parts: [5, 5], total: 10, width: 10, cells: [5, 5] },
    { parts: [1, 0], total: 100, width: 10, cells: [1, 0] },
    { parts: [99, 0], total: 100, width: 10, cells: [9, 0] },
    { parts: [100, 0], total: 100, width: 10, cells: [10, 0] },
    { parts: [1, 1, 1], total: 3, width: 8, cells: [4, 2, 2] },
    { parts: [98, 1, 1], total: 100, width: 6, cells: [4, 1, 1] },
    { parts: [1, 1, 1], total: 3, width: 2, cells: [0, 1, 1] },
  ])('for $parts of $total in $width are $cells', ({ parts, total, width, cells }) => {
    expect(shareCells(parts, total, width)).toEqual(cells);
  });
});
