/** The cockpit in a fake terminal on a fake store. */
import { FlowdeckError } from '../../source/domain/errors.js';
import type { ProjectLocation } from '../../source/platform/project.js';
import { startCockpit, type CockpitOptions } from '../../source/tui/start.js';
import { FakeStore } from '../support/fake-store.js';
import { FakeTerminal } from '../support/terminal.js';
import { makeEpic, makeTask } from './panes/support.js';

export const project: ProjectLocation = {
  root: '/project',
  flowDirectory: null,
  gitCommonDirectory: null,
  gitDirectory: null,
  stateDirectory: null,
  databasePath: '/project/flowdeck.db',
  databaseExists: true,
};

/** Two epics; the first has three tasks, one of them running. */
export function sampleStore(): FakeStore {
  const store = new FakeStore();
  store.tasks = [
    makeTask({ id: 'fn-1-login.1', epicId: 'fn-1-login', title: 'Draw the form', status: 'done' }),
    makeTask({
      id: 'fn-1-login.2',
      epicId: 'fn-1-login',
      title: 'Check the password',
      dependsOn: ['fn-1-login.1'],
    }),
    makeTask({
      id: 'fn-1-login.3',
      epicId: 'fn-1-login',
      title: 'Remember the user',
      status: 'in_progress',
      assignee: 'grace',
      claimedAt: '2026-03-27T11:00:00.000Z',
    }),
    makeTask({ id: 'fn-2-search.1', epicId: 'fn-2-search', title: 'Index the words' }),
  ];
  store.epics = [
    makeEpic({ id: 'fn-1-login', title: 'Log in' }),
    makeEpic({ id: 'fn-2-search', title: 'Search' }),
  ];
  return store;
}

export interface Opened {
  readonly terminal: FakeTerminal;
  readonly exit: Promise<number>;
  /** What was told on stderr. */
  readonly told: string[];
}

const opened: (() => Promise<void>)[] = [];

export function openCockpit(
  store: FakeStore,
  {
    columns = 120,
    rows = 40,
    ...options
  }: Partial<CockpitOptions> & { columns?: number; rows?: number } = {},
): Opened {
  const terminal = new FakeTerminal(columns, rows);
  const told: string[] = [];
  const exit = startCockpit({
    project,
    actor: 'ada',
    sessionId: null,
    ascii: false,
    colour: false,
    environment: {},
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    stderr: { write: (text: string) => told.push(text) > 0 },
    openStore: () => store.client(),
    ...options,
  });
  opened.push(async () => {
    terminal.type('\u0003');
    await exit;
    terminal.dispose();
  });
  return { terminal, exit, told };
}

/** For `afterEach`: quits what a test left open. */
export async function closeCockpits(): Promise<void> {
  for (const close of opened.splice(0)) await close();
}

export const storeDied = {
  code: 'store.dead',
  message: 'The store thread ended with code 1.',
  hint: new FlowdeckError('store.dead', '').hint,
} as const;
