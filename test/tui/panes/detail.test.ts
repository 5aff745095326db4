import { describe, expect, it } from 'vitest';
import type { FullEvent, TaskDetail } from '../../../source/domain/contract/rows.js';
import { emptyCounts } from '../../../source/domain/counts.js';
import { detailPane as pane } from '../../../source/tui/panes/index.js';
import { lineText } from '../../../source/tui/spans.js';
import type { Movement } from '../../../source/tui/panes/pane.js';
import {
  context,
  makeData,
  makeEpic,
  makeEpicDetail,
  makeEvent,
  makePhase,
  makeTask,
  makeTaskDetail,
  minutesAgo,
  show,
} from './support.js';

const full: FullEvent = {
  ...makeEvent({ id: 2, kind: 'task_updated', fields: ['body', 'title'] }),
  before: { title: 'Build a wall' },
  after: { title: 'Build the walls' },
};
const detail = makeTaskDetail(
  makeTask({
    id: 'fn-1-house.2',
    title: 'Build the walls',
    status: 'blocked',
    blockedReason: 'no bricks',
    assignee: 'grace',
    claimedAt: minutesAgo(30),
    labels: ['house', 'stone'],
    unresolved: ['fn-9.1'],
    statusSource: 'committed',
    retryCount: 1,
  }),
  {
    body: '## Acceptance\n\n- [x] four walls\n- [ ] a `door`\n',
    summary: 'Three walls stand.',
    evidence: {
      commits: ['0123456789abcdef0123456789abcdef01234567', 'main'],
      tests: ['npm test'],
      prs: ['https://example.org/pull/1'],
      filesChanged: 1,
      insertions: 20,
      deletions: 3,
      reviewIterations: null,
      baselineRevision: null,
      finalRevision: null,
      text: '',
      extra: {},
    },
    dependencies: [
      { id: 'fn-1-house.1', kind: 'blocks', status: 'done', title: 'Lay the foundation' },
      { id: 'fn-1-house.7', kind: 'related', status: 'todo', title: 'Fence' },
    ],
    dependents: [{ id: 'fn-1-house.3', kind: 'blocks', status: 'todo', title: 'Raise the roof' }],
    files: ['source/wall.ts'],
    implementBackend: 'local',
    history: [
      makeEvent({
        id: 3,
        kind: 'task_blocked',
        payload: { reason: 'no bricks' },
        fields: ['status'],
      }),
      full,
    ],
  },
);
const long = makeTaskDetail(makeTask({ id: 'fn-1-house.4', title: 'Read a long text' }), {
  body: Array.from({ length: 200 }, (_, index) => `Paragraph ${index}.`).join('\n\n'),
});
const epic = makeEpicDetail(
  makeEpic({
    id: 'fn-1-house',
    title: 'A house',
    branchName: 'house',
    planReview: 'passed',
    pipelinePhase: 'work',
    dependsOn: ['fn-2-land'],
    tokens: 1500,
    costUsd: 0.25,
    counts: {
      ...emptyCounts(),
      total: 4,
      byStatus: { ...emptyCounts().byStatus, done: 1, blocked: 1, todo: 2 },
      ready: 1,
    },
  }),
  {
    body: 'To live in.',
    planReviewedAt: minutesAgo(600),
    defaultReviewBackend: 'remote',
    pipeline: [makePhase({ id: 'work', title: 'Work' })],
  },
);

const data = makeData({
  taskDetails: new Map([detail, long].map((each) => [each.row.id, each])),
  epicDetails: new Map([[epic.row.id, epic]]),
});
const select = (taskId: string | null) => ({ epicId: 'fn-1-house', taskId });
const size = { columns: 60, rows: 10 };

function open(each: TaskDetail) {
  const model = pane.select(data, select(each.row.id));
  return { model, state: pane.settle(pane.initialState, model, size) };
}

describe('the detail view', () => {
  it('shows everything about a task', () => {
    const selection = select('fn-1-house.2');
    expect(show(pane, data, { columns: 64, rows: 60, selection })).toMatchInlineSnapshot(`
      "[fn-1.2]
       Build the walls
       fn-1-house.2

       Status      ⊘ blocked (as committed)
       Blocked     no bricks
       Assignee    grace, since 2026-03-27 11:30
       Retries     1
       Created     2026-03-20 08:00
       Updated     2026-03-20 08:00
       Waits for   ✓ fn-1.1 Lay the foundation
                   ○ fn-1.7 Fence (related)
                   ? fn-9.1 does not exist
       Needed by   ○ fn-1.3 Raise the roof
       Files       source/wall.ts
       Labels      #house #stone
       Backends    implement local

       ## Acceptance

       ☑ four walls
       ☐ a door

       ## Done summary

       Three walls stand.

       ## Evidence

       Commits     0123456 main
       Tests       npm test
       Requests    https://example.org/pull/1
       Changes     1 file +20 -3

       ## History

       2026-03-27 11:55 ada blocked fn-1.1: no bricks
         changed status
       2026-03-27 11:55 ada edited fn-1.1
         title: Build a wall → Build the walls
         changed body"
    `);
  });

  it('tells what changed as people write it, and a phase only once', () => {
    const history = [
      {
        ...makeEvent({
          id: 4,
          kind: 'task_started',
          fields: ['claimedAt', 'dependsOn', 'phase:2'],
        }),
        before: { claimedAt: null, dependsOn: ['fn-1.1', 'fn-1.2'], 'phase:2': null },
        after: {
          claimedAt: '2026-03-27T11:30:00.000Z',
          dependsOn: [],
          'phase:2': { status: 'active' },
        },
      },
    ];
    const told = { ...detail, history };
    const text = show(pane, makeData({ taskDetails: new Map([['fn-1-house.2', told]]) }), {
      columns: 80,
      rows: 60,
      selection: select('fn-1-house.2'),
    });
    expect(text).toContain('claimed at: (nothing) → 2026-03-27 11:30');
    expect(text).toContain('depends on: fn-1.1, fn-1.2 → (nothing)');
    expect(text).not.toContain('phase:2');
  });

  it('shows it in ASCII and in little room', () => {
    const selection = select('fn-1-house.2');
    expect(show(pane, data, { columns: 30, rows: 24, selection, ascii: true }))
      .toMatchInlineSnapshot(`
        "[fn-1.2] top
         Build the walls
         fn-1-house.2

         Status: ! blocked (as
         committed)
         Blocked: no bricks
         Assignee: grace, since
         2026-03-27 11:30
         Retries: 1
         Created: 2026-03-20 08:00
         Updated: 2026-03-20 08:00
         Waits for: + fn-1.1 Lay the
         foundation
         o fn-1.7 Fence (related)
         ? fn-9.1 does not exist
         Needed by: o fn-1.3 Raise the
         roof
         Files: source/wall.ts
         Labels: #house #stone
         Backends: implement local

         ## Acceptance

         [x] four walls"
      `);
  });

  it('shows everything about an epic', () => {
    const selection = select(null);
    expect(show(pane, data, { columns: 64, rows: 30, selection })).toMatchInlineSnapshot(`
      "[fn-1]
       A house
       fn-1-house

       Status      ○ open
       Tasks       █████░░░░░░░░░░░░░░░ 1 of 4
                   ○ 2 to do  ✓ 1 done  ⊘ 1 blocked  1 ready
       Pipeline    Work
       Plan review passed, 2026-03-27 02:00
       Branch      house
       Created     2026-03-20 08:00
       Updated     2026-03-20 08:00
       Tokens      1.5K, $0.25
       Waits for   fn-2
       Backends    review remote

       To live in."
    `);
  });

  it('scrolls by lines, pages and to both ends', () => {
    const { model, state } = open(long);
    const tops = (movements: readonly Movement[]): number[] => {
      let each = state;
      return movements.map((movement) => {
        each = pane.reduce(each, { type: 'move', movement }, model, size);
        return each.top;
      });
    };
    const end = model.lines(size.columns).length - size.rows;
    expect(tops(['down', 'pageDown', 'up', 'pageUp', 'up'])).toEqual([1, 10, 9, 0, 0]);
    expect(tops(['bottom', 'down', 'top'])).toEqual([end, end, 0]);
    const last = pane.reduce(state, { type: 'move', movement: 'bottom' }, model, size);
    expect(pane.view(model, last, context(size))).toMatchObject({ badge: 'end' });
    expect(lineText(pane.view(model, last, context(size)).lines.at(-1) ?? [])).toContain('199');
  });

  it('keeps the place in each entity', () => {
    const { model, state } = open(long);
    const down = pane.reduce(state, { type: 'move', movement: 'pageDown' }, model, size);
    const other = pane.select(data, select('fn-1-house.2'));
    const away = pane.settle(down, other, size);
    expect(away.top).toBe(0);
    expect(pane.settle(away, model, size).top).toBe(9);
  });

  it('keeps the place while a detail is read again', () => {
    const { model, state } = open(long);
    const down = pane.reduce(state, { type: 'move', movement: 'pageDown' }, model, size);
    const unread = pane.select(makeData(), select('fn-1-house.4'));
    expect(unread.loading).toBe(true);
    expect(pane.settle(down, unread, size).top).toBe(9);
  });

  it('jumps from match to match, and round', () => {
    const { model, state } = open(long);
    let each = pane.reduce(state, { type: 'search', text: 'paragraph 19.' }, model, size);
    const first = pane.view(model, each, context(size));
    expect(lineText(first.lines[first.selectedLine ?? -1] ?? [])).toBe('Paragraph 19.');
    each = pane.reduce(each, { type: 'search', text: '9.' }, model, size);
    each = pane.reduce(each, { type: 'search', text: '9.' }, model, size);
    const second = pane.view(model, each, context(size));
    expect(lineText(second.lines[second.selectedLine ?? -1] ?? [])).toBe('Paragraph 29.');
    for (let step = 0; step < 18; step += 1) {
      each = pane.reduce(each, { type: 'search', text: '9.' }, model, size);
    }
    const round = pane.view(model, each, context(size));
    expect(lineText(round.lines[round.selectedLine ?? -1] ?? [])).toBe('Paragraph 9.');
    each = pane.reduce(each, { type: 'search', text: 'zzz' }, model, size);
    expect(pane.view(model, each, context(size))).toMatchObject({
      badge: '/zzz not found',
      selectedLine: null,
    });
    expect(pane.reduce(each, { type: 'search', text: '' }, model, size).search).toBe('');
  });

  it('says what it waits for', () => {
    const nothing = { epicId: null, taskId: null };
    expect(show(pane, makeData(), { ...size, selection: nothing })).toContain(
      'Nothing is selected.',
    );
    expect(show(pane, makeData(), { ...size, selection: select(null) })).toContain('Reading');
  });

  it('gives the same model for the same detail, and shows a new one at once', () => {
    const selection = select('fn-1-house.2');
    expect(pane.select({ ...data, events: [] }, selection)).toBe(pane.select(data, selection));
    const changed = { ...detail, row: { ...detail.row, status: 'done' as const } };
    const next = makeData({ taskDetails: new Map([[detail.row.id, changed]]) });
    expect(show(pane, next, { columns: 60, rows: 60, selection })).toContain('✓ done');
  });

  it('opens a text of 10 MB at once', () => {
    const huge = makeTaskDetail(makeTask({ id: 'fn-1.1' }), {
      body: 'Some **words** to read, 漢字 too.\n\n'.repeat(310_000),
    });
    expect(huge.body.length).toBeGreaterThan(10_000_000);
    const many = makeData({ taskDetails: new Map([['fn-1.1', huge]]) });
    const selection = { epicId: 'fn-1', taskId: 'fn-1.1' };
    expect(show(pane, many, { columns: 80, rows: 40, selection })).toContain('Some words to read');
    const model = pane.select(many, selection);
    const end = pane.reduce(
      pane.settle(pane.initialState, model, size),
      { type: 'move', movement: 'bottom' },
      model,
      size,
    );
    const text = pane.view(model, end, context(size)).lines.map(lineText).join('\n');
    expect(text).toContain('MB more are not shown here.');
  });
});
