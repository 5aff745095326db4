/** The project that the screens are drawn of: made up, and always the same. */
import type { AgentRow, InboxItem } from '../../source/domain/contract/coordination-calls.js';
import { countTasks } from '../../source/domain/counts.js';
import { FlowdeckError } from '../../source/domain/errors.js';
import { FakeStore } from '../support/fake-store.js';
import {
  makeEpic,
  makeEpicDetail,
  makeEvent,
  makeMemory,
  makePhase,
  makeTask,
  makeTaskDetail,
  minutesAgo,
} from '../tui/panes/support.js';

const login = 'fn-1-login';
const search = 'fn-2-search';

/** A project in the middle of its work. */
export function busyStore(): FakeStore {
  const store = new FakeStore();
  const task = (number: number, title: string, values: Partial<Parameters<typeof makeTask>[0]>) =>
    makeTask({ id: `${login}.${number}`, epicId: login, title, version: number, ...values });
  store.tasks = [
    task(1, 'Draw the form', { status: 'done', completedAt: minutesAgo(300) }),
    task(2, 'Check the password', {
      status: 'in_progress',
      dependsOn: [`${login}.1`],
      assignee: 'grace',
      claimedAt: minutesAgo(42),
      lastHeartbeat: minutesAgo(0.2),
      tokens: 48_200,
      costUsd: 0.61,
      phase: {
        id: '5',
        title: 'Implement',
        startedAt: minutesAgo(12.4),
        completed: 2,
        total: 5,
      },
    }),
    task(3, 'Remember the user on this device', {
      status: 'blocked',
      dependsOn: [`${login}.1`],
      blockedReason: 'Needs a decision: cookies or tokens?',
      assignee: 'alan',
    }),
    task(4, 'Lock the account after ten failures', {
      status: 'failed',
      dependsOn: [`${login}.2`],
      failedReason: 'The clock of the test machine drifts',
      retryCount: 2,
    }),
    task(5, 'Send the mail that resets a password', { dependsOn: [`${login}.2`, `${login}.3`] }),
    task(6, 'Describe it for users', { dependsOn: [`${login}.5`], finishedHint: true }),
    makeTask({ id: `${search}.1`, epicId: search, title: 'Index the words', status: 'done' }),
    makeTask({
      id: `${search}.2`,
      epicId: search,
      title: 'Rank what is found',
      status: 'in_progress',
      version: 7,
      assignee: 'edsger',
      claimedAt: minutesAgo(190),
      lastHeartbeat: minutesAgo(17),
      tokens: 1_300_000,
      costUsd: 11.2,
    }),
  ];
  const counts = (epicId: string) =>
    countTasks(store.tasks.filter((each) => each.epicId === epicId));
  store.epics = [
    makeEpic({ id: login, title: 'Let people log in', counts: counts(login), tokens: 48_200 }),
    makeEpic({ id: search, title: 'Find things by their words', counts: counts(search) }),
    makeEpic({ id: 'fn-3-report', title: 'Report what was spent' }),
    makeEpic({ id: 'fn-4-sails', title: 'Set the sails', status: 'done' }),
  ];
  store.memory = [
    makeMemory({
      id: 1,
      title: 'The test machine’s clock drifts',
      summary: 'Never compare with the wall clock; pass the time in.',
      tags: ['tests', 'time'],
      severity: 'high',
    }),
    makeMemory({
      id: 2,
      type: 'convention',
      title: 'Errors carry a code',
      summary: 'Codes never change; sentences may.',
      tags: ['errors'],
    }),
    makeMemory({
      id: 3,
      type: 'decision',
      title: 'Sessions live for a day',
      summary: 'Longer ones are asked for again by the device.',
    }),
  ];
  store.events = [
    event(9, 'grace', 2, { kind: 'phase_completed', payload: { title: 'Investigate' } }, 12.4),
    event(8, 'alan', 3, {
      kind: 'task_blocked',
      payload: { reason: 'Needs a decision: cookies or tokens?' },
    }),
    event(7, 'grace', 4, { kind: 'task_failed', payload: { reason: 'The clock drifts' } }, 25),
    event(6, 'grace', 2, { kind: 'task_started' }, 42),
    event(5, 'ada', 1, { kind: 'task_completed' }, 300),
  ];
  store.inbox = busyInbox();
  store.agents = busyAgents();
  store.answers.set('task.detail', ({ id }: { id: string }) => {
    const row = store.tasks.find((each) => each.id === id);
    if (!row) throw new Error(`There is no ${id}.`);
    return makeTaskDetail(row, {
      body: bodyText,
      phases: [
        makePhase({ id: '1', title: 'Verify the configuration', status: 'done' }),
        makePhase({
          id: '2',
          title: 'Investigate',
          status: 'done',
          startedAt: minutesAgo(40),
          completedAt: minutesAgo(12.4),
        }),
        makePhase({
          id: '5',
          title: 'Implement',
          status: 'active',
          startedAt: minutesAgo(12.4),
          doneCondition: 'The code is written and its tests pass.',
        }),
        makePhase({ id: '6', title: 'Verify' }),
        makePhase({ id: '7', title: 'Commit' }),
      ],
      history: store.events.filter(({ taskId }) => taskId === id),
    });
  });
  store.answers.set('epic.detail', ({ id }: { id: string }) => {
    const row = store.epics.find((each) => each.id === id);
    if (!row) throw new Error(`There is no ${id}.`);
    return makeEpicDetail(row, {
      body: bodyText,
      pipeline: [
        makePhase({ id: 'plan', title: 'Plan', status: 'done' }),
        makePhase({ id: 'work', title: 'Work', status: 'active', startedAt: minutesAgo(600) }),
        makePhase({ id: 'completed', title: 'Completed' }),
      ],
    });
  });
  store.metrics = {
    ...store.metrics,
    durations: {
      'inbox.list': { count: 12, p50: 0.8, p95: 2.4, max: 3.1 },
      overview: { count: 1, p50: 14, p95: 14, max: 14 },
      'task.detail': { count: 31, p50: 0.4, p95: 1.1, max: 6.2 },
    },
    feedLagMilliseconds: 21,
  };
  return store;
}

/** Titles that are long, wide or hostile. */
export function wideStore(): FakeStore {
  const store = busyStore();
  const titles = [
    '利用者がパスワードを忘れたときに再設定のメールを送る仕組みを作る',
    'A title that goes on and on, as titles of agents do, until nobody remembers how it began',
    'Über-naïve façade – “quoted” – 👩‍👩‍👧‍👦 family',
    'x',
  ];
  const titleOf = (index: number) => titles[index % titles.length] ?? '';
  store.tasks = store.tasks.map((each, index) => ({ ...each, title: titleOf(index) }));
  store.epics = store.epics.map((each, index) => ({ ...each, title: titleOf(index) }));
  store.inbox = store.inbox.map((each, index) => ({
    ...each,
    title: titleOf(index),
    detail: titleOf(index + 1),
  }));
  store.agents = store.agents.map((each, index) => ({ ...each, title: titleOf(index) }));
  return store;
}

/** A project without anything in it. */
export function emptyStore(): FakeStore {
  return new FakeStore();
}

/** One that reads for ever. */
export function silentStore(): FakeStore {
  const store = busyStore();
  for (const name of ['tasks.list', 'task.detail', 'epic.detail', 'inbox.list', 'agents.list'])
    store.answers.set(name, () => new Promise(() => undefined));
  return store;
}

/** One that cannot be read. */
export function brokenStore(): FakeStore {
  const store = busyStore();
  const error = new Error('The disk is gone.');
  for (const name of ['inbox.list', 'agents.list']) store.answers.set(name, error);
  return store;
}

/** One that takes no answer. */
export function refusingStore(): FakeStore {
  const store = busyStore();
  store.answers.set(
    'approval.resolve',
    new FlowdeckError('store.busy', 'Another program holds the database.'),
  );
  return store;
}

const bodyText = `What is wanted, in a few sentences. A wrong password is refused *after the same time* as a
right one, so that nobody learns from the clock.

## Acceptance

- [x] the form says which field is wrong
- [ ] \`POST /login\` answers within 300 ms
`;

function event(
  id: number,
  actor: string,
  number: number,
  values: Partial<Parameters<typeof makeEvent>[0]>,
  minutes = 30,
) {
  return makeEvent({
    id,
    actor,
    epicId: login,
    taskId: `${login}.${number}`,
    entityId: `${login}.${number}`,
    timestamp: minutesAgo(minutes),
    ...values,
  });
}

function item(values: Partial<InboxItem> & Pick<InboxItem, 'key' | 'kind' | 'title'>): InboxItem {
  return {
    epicId: login,
    taskId: null,
    detail: '',
    actor: null,
    since: minutesAgo(30),
    version: null,
    subjectId: null,
    taskIds: values.taskId ? [values.taskId] : [],
    ...values,
  };
}

function busyInbox(): InboxItem[] {
  return [
    item({
      key: `failed ${login}.4`,
      kind: 'failed',
      taskId: `${login}.4`,
      title: 'Lock the account after ten failures',
      detail: 'The clock of the test machine drifts',
      actor: 'grace',
      since: minutesAgo(25),
      version: 4,
    }),
    item({
      key: `blocked ${login}.3`,
      kind: 'blocked',
      taskId: `${login}.3`,
      title: 'Remember the user on this device',
      detail: 'Needs a decision: cookies or tokens?',
      actor: 'alan',
      version: 3,
    }),
    item({
      key: `stale ${search}.2`,
      kind: 'stale',
      epicId: search,
      taskId: `${search}.2`,
      title: 'Rank what is found',
      detail: 'no sign of life',
      actor: 'edsger',
      since: minutesAgo(17),
      version: 7,
    }),
    item({
      key: `conflict ${login}.2 ${search}.2`,
      kind: 'conflict',
      taskId: `${login}.2`,
      title: `${login}.2, ${search}.2`,
      taskIds: [`${login}.2`, `${search}.2`],
      detail: 'source/words.ts',
      actor: 'grace, edsger',
      since: minutesAgo(40),
      version: 2,
    }),
    item({
      key: 'finding gap-00c0ffee',
      kind: 'finding',
      title: 'Passwords are compared letter by letter',
      detail: 'required, review',
      subjectId: 'gap-00c0ffee',
      since: minutesAgo(70),
    }),
    item({
      key: 'approval a1',
      kind: 'approval',
      taskId: `${login}.2`,
      title: 'May I change the schema of the users?',
      detail: 'mutation',
      actor: 'grace',
      subjectId: 'a1',
      since: minutesAgo(3),
    }),
    item({
      key: `hint ${login}`,
      kind: 'hint',
      title: 'Let people log in',
      detail: '1 task looks finished',
      since: minutesAgo(200),
      version: 1,
    }),
    item({
      key: 'closable fn-3-report',
      kind: 'closable',
      epicId: 'fn-3-report',
      title: 'Report what was spent',
      detail: 'all 4 tasks are finished',
      since: minutesAgo(1500),
      version: 1,
    }),
  ];
}

function agent(values: Partial<AgentRow> & Pick<AgentRow, 'key' | 'actor'>): AgentRow {
  return {
    taskId: null,
    epicId: null,
    title: null,
    version: null,
    phase: null,
    claimedAt: null,
    lastHeartbeat: null,
    workerPid: null,
    tokens: 0,
    costUsd: 0,
    lastEvent: null,
    locks: [],
    unreadMessages: 0,
    ...values,
  };
}

function busyAgents(): AgentRow[] {
  return [
    agent({
      key: 'alan',
      actor: 'alan',
      lastEvent: event(8, 'alan', 3, { kind: 'task_blocked' }),
    }),
    agent({
      key: `edsger ${search}.2`,
      actor: 'edsger',
      taskId: `${search}.2`,
      epicId: search,
      title: 'Rank what is found',
      version: 7,
      claimedAt: minutesAgo(190),
      lastHeartbeat: minutesAgo(17),
      tokens: 1_300_000,
      costUsd: 11.2,
      locks: ['source/words.ts'],
    }),
    agent({
      key: `grace ${login}.2`,
      actor: 'grace',
      taskId: `${login}.2`,
      epicId: login,
      title: 'Check the password',
      version: 2,
      phase: { id: '5', title: 'Implement', startedAt: minutesAgo(12.4), completed: 2, total: 5 },
      claimedAt: minutesAgo(42),
      lastHeartbeat: minutesAgo(0.2),
      workerPid: 4711,
      tokens: 48_200,
      costUsd: 0.61,
      lastEvent: event(
        9,
        'grace',
        2,
        { kind: 'phase_completed', payload: { title: 'Investigate' } },
        12.4,
      ),
      locks: ['source/login/password.ts', 'source/words.ts'],
      unreadMessages: 1,
    }),
    agent({
      key: 'margaret fn-3-report.1',
      actor: 'margaret@example.org',
      taskId: 'fn-3-report.1',
      epicId: 'fn-3-report',
      title: 'Add up the tokens',
      version: 2,
      claimedAt: minutesAgo(7),
    }),
  ];
}
