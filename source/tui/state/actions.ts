/** Carries out what a person wants done, and says in one sentence what came of it. */
import type { ActionResult } from '../../domain/contract/calls.js';
import type { StoreClient } from '../../domain/contract/store-client.js';
import type { EntityKind } from '../../domain/vocabulary.js';
import type { PaneName } from '../panes/pane.js';
import type { Question } from './cockpit-state.js';
import { carryOutCoordination } from './coordination-intents.js';
import { restartIntent, restartQuestion, type Intent } from './intents.js';
import { carryOutTriage } from './triage-actions.js';
import { isTriageIntent } from './triage-intents.js';

export interface Outcome {
  /** What to tell; null for nothing. */
  readonly message: string | null;
  /** A question to ask before it is done. */
  readonly question?: Question;
  /** The row to put the cursor on. */
  readonly created?: { readonly pane: PaneName; readonly key: string };
  /** What changed: the cursor goes to the first of it that is there. */
  readonly goTo?: readonly { readonly kind: EntityKind; readonly id: string }[];
  /** More than a notice holds, in Markdown. */
  readonly report?: { readonly title: string; readonly lines: readonly string[] };
}

/** @throws FlowdeckError as the command does */
export async function carryOut(store: StoreClient, intent: Intent): Promise<Outcome> {
  if (isTriageIntent(intent)) return carryOutTriage(store, intent);
  switch (intent.type) {
    case 'task':
      return carryOutTask(store, intent);
    case 'checkRestart': {
      const { id, expectedVersion } = intent;
      const found = await store.command('task.restart', {
        id,
        expectedVersion,
        dryRun: true,
        force: true,
      });
      const question = restartQuestion(intent, found);
      return question ? { message: null, question } : carryOut(store, restartIntent(intent));
    }
    case 'createEpic': {
      const { id } = await store.command('epic.create', { title: intent.title });
      return { message: `Created ${id}.`, created: { pane: 'epics', key: id } };
    }
    case 'createTask': {
      const { epicId, title } = intent;
      const { id } = await store.command('task.create', { epicId, title });
      return { message: `Created ${id}.`, created: { pane: 'tasks', key: id } };
    }
    case 'override':
      return { message: null };
    case 'approve':
    case 'reject':
    case 'resolveGap':
    case 'acceptHints':
    case 'closeEpic':
    case 'message':
      return { message: await carryOutCoordination(store, intent) };
  }
}

const verbs = {
  start: 'started',
  done: 'finished',
  accept: 'accepted as done',
  block: 'blocked',
  unblock: 'unblocked',
  fail: 'failed',
  skip: 'skipped',
  restart: 'restarted',
  release: 'released',
  reset: 'reset',
} as const;

async function carryOutTask(
  store: StoreClient,
  intent: Extract<Intent, { type: 'task' }>,
): Promise<Outcome> {
  const { id, expectedVersion, operation, text } = intent;
  const input = {
    id,
    expectedVersion,
    ...(intent.takeOver && { takeOver: true }),
    ...(intent.force && { force: true }),
  };
  const reason = text === '' ? {} : { reason: text };
  const say = (result: ActionResult): Outcome => ({ message: sentence(operation, result) });
  switch (operation) {
    case 'start':
      return say(await store.command('task.start', input));
    case 'done': {
      const summary = text === '' ? {} : { summary: text };
      const result = await store.command('task.done', { ...input, ...summary });
      const warning = result.warning === null ? '' : ` ${result.warning}`;
      return { message: sentence(operation, result) + warning };
    }
    case 'accept':
      return say(await store.command('task.accept', input));
    case 'block':
      return say(await store.command('task.block', { ...input, reason: text }));
    case 'unblock':
      return say(await store.command('task.unblock', input));
    case 'fail':
      return say(await store.command('task.fail', { ...input, ...reason }));
    case 'skip':
      return say(await store.command('task.skip', { ...input, ...reason }));
    case 'restart':
      return say(await store.command('task.restart', input));
    case 'release':
      return say(await store.command('task.release', input));
    case 'reset': {
      await store.command('task.reset', input);
      return { message: `${id} reset.` };
    }
  }
}

function sentence(
  operation: keyof typeof verbs,
  { id, status, alsoChanged }: ActionResult,
): string {
  const retry = operation === 'fail' && status === 'up_for_retry' ? ', up for retry' : '';
  const others = alsoChanged.length;
  const also =
    others === 0 ? '' : `, ${others} other ${others === 1 ? 'task' : 'tasks'} changed too`;
  return `${id} ${verbs[operation]}${retry}${also}.`;
}
