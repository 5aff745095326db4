/** What is kept under `docs/screens/`: one line for each screen, drawn at every size. */
import type { FakeStore } from '../support/fake-store.js';
import {
  brokenStore,
  busyStore,
  emptyStore,
  refusingStore,
  silentStore,
  wideStore,
} from './fixture.js';
import type { Stage } from './stage.js';
import { lonelyStore, triageStore, wideTriageStore } from './triage-fixture.js';

export interface Scene {
  readonly name: string;
  readonly store: () => FakeStore;
  /** Chunks of input, one after the other. */
  readonly keys?: readonly string[];
  /** What happens outside then. */
  readonly then?: (stage: Stage, store: FakeStore) => void | Promise<void>;
  /** A picture of it is kept as well, for the README. */
  readonly pictured?: true;
  readonly ascii?: true;
  /** There is no project yet. */
  readonly nowhere?: true;
}

const escape = '\u001b';
const down = '\u001b[B';
const tick = ' ';

/** The palette asks the store only when the typing pauses. */
async function searched(stage: Stage, store: FakeStore): Promise<void> {
  const limit = Date.now() + 5000;
  while (store.called('search').length === 0) {
    if (Date.now() > limit) throw new Error('The palette did not ask the store.');
    await new Promise((done) => setTimeout(done, 5));
  }
  await stage.quiet();
}

export const sizes = [
  { columns: 40, rows: 10 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
] as const;

export const scenes: readonly Scene[] = [
  { name: 'epics', store: busyStore },
  { name: 'tasks', store: busyStore, keys: ['2', 'j'], pictured: true },
  { name: 'tasks-ascii', store: busyStore, keys: ['2', 'j'], ascii: true },
  { name: 'tasks-search', store: busyStore, keys: ['2', '/', 'pass'] },
  { name: 'phases', store: busyStore, keys: ['2', 'j', '3'] },
  { name: 'memory', store: busyStore, keys: ['4', 'j'] },
  { name: 'activity', store: busyStore, keys: ['5'] },
  { name: 'zoomed', store: busyStore, keys: ['2', 'z'] },
  { name: 'detail-task', store: busyStore, keys: ['2', 'j', '\r'] },
  { name: 'detail-epic', store: busyStore, keys: ['\r'] },
  { name: 'inbox', store: busyStore, keys: ['i'], pictured: true },
  { name: 'inbox-approval', store: busyStore, keys: ['i', 'jjjjj'] },
  { name: 'inbox-detail', store: busyStore, keys: ['i', 'j', '\r'] },
  {
    name: 'inbox-settled',
    store: busyStore,
    keys: ['i', 'j'],
    then: (stage, store) => {
      store.inbox = store.inbox.filter(({ kind }) => kind !== 'blocked');
      store.change({ tasks: store.tasks.filter(({ status }) => status === 'blocked') });
      return stage.later(1_000);
    },
  },
  { name: 'inbox-empty', store: emptyStore, keys: ['i'] },
  { name: 'inbox-loading', store: silentStore, keys: ['i'] },
  { name: 'inbox-error', store: brokenStore, keys: ['i'] },
  { name: 'inbox-wide', store: wideStore, keys: ['i'] },
  { name: 'inbox-reject', store: busyStore, keys: ['i', 'jjjjj', 'n', 'not now'] },
  { name: 'agents', store: busyStore, keys: ['a', 'jj'], pictured: true },
  { name: 'agents-tail', store: busyStore, keys: ['a', 'jj', '\t', 'j'] },
  { name: 'agents-detail', store: busyStore, keys: ['a', 'jj', '\r'] },
  { name: 'agents-empty', store: emptyStore, keys: ['a'] },
  { name: 'agents-loading', store: silentStore, keys: ['a'] },
  { name: 'agents-error', store: brokenStore, keys: ['a'] },
  { name: 'agents-wide', store: wideStore, keys: ['a', 'j'] },
  { name: 'help', store: busyStore, keys: ['2', '?'] },
  { name: 'help-search', store: busyStore, keys: ['2', '?', 'task'] },
  { name: 'help-nothing', store: busyStore, keys: ['2', '?', 'xyzzy'] },
  { name: 'figures', store: busyStore, keys: ['~'] },
  { name: 'prompt', store: busyStore, keys: ['2', 'jj', 'x', 'not wanted any more'] },
  { name: 'question', store: busyStore, keys: ['2', 'j', 'd'] },
  { name: 'notice', store: busyStore, keys: ['2', 's'] },
  { name: 'failed-action', store: refusingStore, keys: ['i', 'jjjjj', 'y'] },
  { name: 'history', store: triageStore, keys: ['H', 'j'] },
  { name: 'history-empty', store: emptyStore, keys: ['H'] },
  { name: 'palette', store: triageStore, keys: [':'] },
  { name: 'palette-search', store: triageStore, keys: ['2', ':', 'pass'], then: searched },
  { name: 'palette-refused', store: triageStore, keys: ['2', ':', 'fail the'] },
  { name: 'palette-nothing', store: busyStore, keys: [':', 'xyzzy'] },
  { name: 'palette-wide', store: wideTriageStore, keys: ['2', ':', 'titl'], then: searched },
  { name: 'pick-dependencies', store: triageStore, keys: ['2', 'jj', 'D', down, down, tick] },
  { name: 'pick-dependencies-refused', store: triageStore, keys: ['2', 'jj', 'D', 'mail', tick] },
  { name: 'pick-dependencies-wide', store: wideTriageStore, keys: ['2', 'jj', 'D', down] },
  { name: 'pick-dependencies-none', store: lonelyStore, keys: ['2', 'D'] },
  { name: 'pick-assignee', store: triageStore, keys: ['2', 'j', 'A'] },
  { name: 'pick-copy', store: triageStore, keys: ['2', 'j', 'y'] },
  { name: 'filter-empty', store: triageStore, keys: ['2', '/'] },
  { name: 'filter-typing', store: triageStore, keys: ['2', '/', 'status:blocked assi'] },
  { name: 'filter-mistake', store: triageStore, keys: ['2', '/', 'status:bloked'] },
  { name: 'sort', store: triageStore, keys: ['2', 'o'] },
  { name: 'grouped', store: triageStore, keys: ['2', 'O', 'status', '\r'] },
  { name: 'views', store: triageStore, keys: ['2', 'v'] },
  { name: 'marked', store: triageStore, keys: ['2', ' ', 'jj', ' '] },
  { name: 'marked-question', store: triageStore, keys: ['2', '*', 'x'] },
  { name: 'unread', store: triageStore, keys: ['2'] },
  { name: 'unread-agents', store: triageStore, keys: ['a'] },
  { name: 'zoomed-memory', store: busyStore, keys: ['4', 'z'] },
  { name: 'zoomed-detail', store: busyStore, keys: ['2', 'j', '\r', 'z'] },
  { name: 'zoomed-wide', store: wideStore, keys: ['2', 'z'] },
  { name: 'memory-entry', store: busyStore, keys: ['4', '\r', escape] },
  { name: 'wide', store: wideStore, keys: ['2'] },
  { name: 'empty', store: emptyStore },
  { name: 'loading', store: silentStore },
  { name: 'welcome', store: emptyStore, nowhere: true },
  {
    name: 'store-died',
    store: busyStore,
    then: (_, store) =>
      store.die({
        code: 'store.dead',
        message: 'The store thread ended with code 1.',
        hint: 'Press R to open it again.',
      }),
  },
];
