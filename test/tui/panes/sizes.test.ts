import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchHit, TaskRow } from '../../../source/domain/contract/rows.js';
import { countTasks } from '../../../source/domain/counts.js';
import {
  eventKinds,
  memoryTypes,
  phaseStatuses,
  taskStatuses,
  type EventKind,
} from '../../../source/domain/vocabulary.js';
import { asciiGlyphs, unicodeGlyphs } from '../../../source/tui/glyphs.js';
import { detailPane, panes } from '../../../source/tui/panes/index.js';
import type { Movement, PaneAction, PaneDefinition } from '../../../source/tui/panes/pane.js';
import type { ProjectData } from '../../../source/tui/state/project-data.js';
import {
  checkView,
  context,
  makeData,
  makeEpic,
  makeEpicDetail,
  makeEvent,
  makeMemory,
  makePhase,
  makeTask,
  makeTaskDetail,
  minutesAgo,
} from './support.js';

const all: readonly PaneDefinition<unknown, unknown>[] = [...Object.values(panes), detailPane];

/** Titles as hostile as they come. */
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 60 }) },
  fc.string({ maxLength: 40, unit: 'grapheme' }),
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.constantFrom(
    '漢字仮名交じり文の題名はとても長いので切られる',
    '👨‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈 family and flags',
    'עברית ועוד טקסט مرحبا بالعالم',
    '\u202eright to left override\u2066',
    `Z${'\u0353\u0349\u035a'.repeat(40)}algo`,
    '\u001b[31mred\u001b[0m\u001b]0;title\u0007\u009b2J',
    'tab\there\r\nand a line\u2028break',
    '\ud800 lone surrogate \udfff',
    'a'.repeat(5000),
    '漢'.repeat(3000),
    '',
    ' ',
  ),
);
const time = fc.constantFrom(
  minutesAgo(1),
  minutesAgo(90),
  '2020-01-01T00:00:00.000Z',
  'never',
  '',
);

const taskLists = fc.array(
  fc.record({
    title: text,
    status: fc.constantFrom(...taskStatuses),
    finishedHint: fc.boolean(),
    assignee: fc.option(text),
    reason: fc.option(text),
    retryCount: fc.nat(3),
    waits: fc.array(fc.nat(14), { maxLength: 4 }),
    unresolved: fc.array(text, { maxLength: 2 }),
    phase: fc.option(text),
    at: time,
    tokens: fc.nat(10_000_000),
  }),
  { maxLength: 15 },
);

const projects = fc
  .record({
    tasks: taskLists,
    epicTitles: fc.array(text, { minLength: 1, maxLength: 8 }),
    body: text,
    query: text,
    asked: fc.boolean(),
    scope: fc.constantFrom('memory' as const, 'project' as const),
    events: fc.array(
      fc.record({
        kind: fc.constantFrom(...(Object.keys(eventKinds) as EventKind[])),
        actor: fc.option(text),
        payload: fc.dictionary(fc.constantFrom('reason', 'title', 'dependency', 'phase'), text),
        at: time,
      }),
      { maxLength: 12 },
    ),
    memory: fc.array(
      fc.record({
        title: text,
        summary: text,
        tags: fc.array(text, { maxLength: 3 }),
        type: fc.constantFrom(...memoryTypes),
        matches: fc.array(fc.tuple(fc.nat(70), fc.nat(70)), { maxLength: 3 }),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ tasks, epicTitles, body, query, asked, scope, events, memory }): ProjectData => {
    const rows = tasks.map((task, index): TaskRow =>
      makeTask({
        id: `fn-1.${index + 1}`,
        title: task.title,
        status: task.status,
        finishedHint: task.finishedHint,
        assignee: task.assignee,
        claimedAt: task.at,
        blockedReason: task.reason,
        failedReason: task.reason,
        retryCount: task.retryCount,
        dependsOn: task.waits.map((each) => `fn-1.${each + 1}`),
        unresolved: task.unresolved,
        lastHeartbeat: task.at,
        tokens: task.tokens,
        phase:
          task.phase === null
            ? null
            : { id: '2', title: task.phase, startedAt: task.at, completed: 1, total: 8 },
      }),
    );
    const epics = epicTitles.map((title, index) =>
      makeEpic({
        id: `fn-${index + 1}`,
        title,
        counts: countTasks(rows),
        placeholder: index % 3 === 1,
        status: index > 4 ? 'done' : 'open',
      }),
    );
    const history = events.map((event, index) =>
      makeEvent({
        id: events.length - index,
        kind: event.kind,
        actor: event.actor,
        payload: event.payload,
        timestamp: event.at,
        fields: ['title'],
      }),
    );
    const phases = phaseStatuses.map((status, index) =>
      makePhase({
        id: String(index),
        title: epicTitles[index] ?? 'Phase',
        doneCondition: body,
        status,
        startedAt: minutesAgo(index),
      }),
    );
    const entries = memory.map((entry, index) => makeMemory({ id: index + 1, ...entry }));
    const hits = memory.map((entry, index): SearchHit => {
      const row = index === 1 ? null : (entries[index] ?? makeMemory({ id: 0 }));
      return {
        kind: row === null ? 'task' : 'memory',
        id: String(index + 1),
        row,
        title: entry.title,
        score: 1,
        arms: ['words', 'fuzzy', 'meaning'],
        excerpt: entry.summary,
        matches: entry.matches,
        titleMatches: entry.matches,
      };
    });
    const [first] = epics;
    return makeData({
      epics,
      tasksByEpic: new Map([['fn-1', rows]]),
      taskDetails: new Map(
        rows.map((row) => [
          row.id,
          makeTaskDetail(row, {
            body,
            summary: row.title,
            phases,
            history,
            files: row.unresolved,
            dependencies: row.dependsOn.map((id) => ({
              id,
              kind: 'blocks',
              status: null,
              title: row.title,
            })),
          }),
        ]),
      ),
      epicDetails:
        first === undefined
          ? new Map()
          : new Map([['fn-1', makeEpicDetail(first, { body, pipeline: phases, history })]]),
      events: history,
      memory: {
        entries,
        hits: asked ? hits : null,
        query: asked ? query : '',
        scope,
        meaning: { state: 'off', reason: query },
      },
    });
  });

const actions = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('move' as const),
      movement: fc.constantFrom<Movement>('up', 'down', 'pageUp', 'pageDown', 'top', 'bottom'),
    }),
    fc.record({
      type: fc.constant('search' as const),
      text: fc.constantFrom('', 'a', 'the', 'fn-1', '漢'),
    }),
    fc.record({
      type: fc.constant('select' as const),
      key: fc.constantFrom('fn-1', 'fn-1.3', '2'),
    }),
  ),
  { maxLength: 6 },
);

const sizes = fc.record({
  columns: fc.integer({ min: 10, max: 200 }),
  rows: fc.integer({ min: 1, max: 60 }),
});

describe('every pane', () => {
  it('keeps within its size, whatever the data, the size and the keys', () => {
    fc.assert(
      fc.property(
        projects,
        projects,
        sizes,
        sizes,
        actions,
        fc.constantFrom(unicodeGlyphs, asciiGlyphs),
        fc.option(fc.nat(14)),
        (data, later, size, resized, steps: readonly PaneAction[], glyphs, task) => {
          const selection = { epicId: 'fn-1', taskId: task === null ? null : `fn-1.${task + 1}` };
          for (const pane of all) {
            const model = pane.select(data, selection);
            let state = pane.settle(pane.initialState, model, size);
            checkView(pane.view(model, state, context(size, glyphs)), size);
            for (const step of steps) {
              state = pane.settle(pane.reduce(state, step, model, size), model, size);
              checkView(pane.view(model, state, context(size, glyphs)), size);
            }
            const next = pane.select(later, selection);
            state = pane.settle(state, next, resized);
            checkView(pane.view(next, state, context(resized, glyphs)), resized);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);

  it('shows nothing where it has no rows, and survives it', () => {
    const data = makeData({ epics: [makeEpic({ id: 'fn-1' })] });
    const size = { columns: 40, rows: 0 };
    for (const pane of all) {
      const model = pane.select(data, { epicId: 'fn-1', taskId: null });
      const state = pane.settle(pane.initialState, model, size);
      expect(pane.view(model, state, context(size)).lines).toEqual([]);
    }
  });

  it('is settled once it was settled', () => {
    fc.assert(
      fc.property(projects, sizes, (data, size) => {
        for (const pane of all) {
          const model = pane.select(data, { epicId: 'fn-1', taskId: 'fn-1.1' });
          const state = pane.settle(pane.initialState, model, size);
          expect(pane.settle(state, model, size)).toBe(state);
        }
      }),
      { numRuns: 50 },
    );
  });
});
