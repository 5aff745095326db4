/** The made-up project with what triage asks of a store: a history, dependencies to choose from, news, answers. */
import type { HistoryEntry } from '../../source/domain/contract/triage-calls.js';
import type { SearchHit } from '../../source/domain/contract/rows.js';
import type { FakeStore } from '../support/fake-store.js';
import { minutesAgo } from '../tui/panes/support.js';
import { busyStore, wideStore } from './fixture.js';

export function triageStore(): FakeStore {
  return withTriage(busyStore());
}

/** The same with titles that are long or wide. */
export function wideTriageStore(): FakeStore {
  return withTriage(wideStore());
}

/** A task that could wait for nothing. */
export function lonelyStore(): FakeStore {
  const store = triageStore();
  store.tasks = store.tasks.slice(0, 1);
  return store;
}

function withTriage(store: FakeStore): FakeStore {
  store.answers.set('history.list', () => history);
  store.answers.set('dependency.candidates', ({ taskId }: { taskId: string }) => {
    const waiting = store.tasks.find(({ id }) => id === taskId);
    return store.tasks
      .filter(({ id }) => id !== taskId)
      .map(({ id, title, status, dependsOn }) => ({
        id,
        title,
        status,
        chosen: waiting?.dependsOn.includes(id) ?? false,
        refusal: dependsOn.includes(taskId) ? `It waits for ${taskId} already.` : null,
      }));
  });
  store.answers.set('news.list', () => ({
    tasks: [
      { id: 'fn-1-login.3', epicId: 'fn-1-login', event: 8 },
      { id: 'fn-1-login.4', epicId: 'fn-1-login', event: 7 },
      { id: 'fn-2-search.2', epicId: 'fn-2-search', event: 6 },
    ],
    epics: [],
    actors: [
      { id: 'edsger', event: 6 },
      { id: 'grace', event: 9 },
    ],
  }));
  store.answers.set('search', () => ({
    hits: store.tasks
      .filter(({ id }) => ['fn-1-login.2', 'fn-1-login.5'].includes(id))
      .map(({ id, title }) => hit(id, title)),
    meaning: { state: 'off', reason: null },
  }));
  return store;
}

function hit(id: string, title: string): SearchHit {
  return {
    kind: 'task',
    id,
    title,
    row: null,
    score: 1,
    arms: ['words'],
    excerpt: 'What is wanted, in a few sentences.',
    matches: [],
    titleMatches: [],
  };
}

const history: readonly HistoryEntry[] = [
  action('c5', 2, { label: 'blocked fn-1.3' }),
  action('c4', 31, {
    label: 'edited fn-1.4',
    refusal: 'grace failed fn-1.4 since.',
  }),
  action('c3', 75, { label: 'skipped fn-2.1', state: 'undone' }),
  action('c2', 190, {
    label: 'set the priority of 5 tasks',
    entities: [1, 2, 3, 4, 5].map((number) => ({ kind: 'task', id: `fn-1-login.${number}` })),
  }),
  action('c1', 1_600, {
    label: 'created fn-4-sails “Set the sails before anybody asks who is going to be on the ship”',
    refusal: 'A task was added to it since.',
    entities: [{ kind: 'epic', id: 'fn-4-sails' }],
  }),
];

function action(
  commandId: string,
  minutes: number,
  values: Partial<HistoryEntry> & Pick<HistoryEntry, 'label'>,
): HistoryEntry {
  return {
    commandId,
    at: minutesAgo(minutes),
    actor: 'ada',
    origin: 'cockpit',
    entities: [{ kind: 'task', id: 'fn-1-login.3' }],
    state: 'done',
    refusal: null,
    ...values,
  };
}
