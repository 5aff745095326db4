/** What a person wants done to the store, as plain data, and what must be asked before it is. */
import type { TaskRow } from '../../domain/contract/rows.js';
import type { CoordinationIntent } from './coordination-intents.js';
import { FlowdeckError } from '../../domain/errors.js';
import { formatAge } from '../../domain/format.js';
import { applyOperation, type Operation } from '../../domain/operations.js';
import { clean } from '../spans.js';
import type { Dialog, Question } from './cockpit-state.js';
import { emptyField } from './text-field.js';
import type { TriageIntent } from './triage-intents.js';

/** The operations that keys ask for. */
export type TaskOperation =
  | 'start'
  | 'done'
  | 'accept'
  | 'block'
  | 'unblock'
  | 'fail'
  | 'skip'
  | 'restart'
  | 'release'
  | 'reset';
/** The keys that ask for them. */
export type TaskKey =
  'start' | 'finish' | 'block' | 'fail' | 'restart' | 'skip' | 'release' | 'reset';

export type Intent =
  | {
      readonly type: 'task';
      readonly operation: TaskOperation;
      readonly id: string;
      /** The version that was on the screen. */
      readonly expectedVersion: number;
      /** Overrides the claim of whoever holds the task: somebody was asked. */
      readonly takeOver: boolean;
      /** Resets what runs as well: somebody was asked. */
      readonly force: boolean;
      /** Reason or summary; empty for none. */
      readonly text: string;
    }
  /** Asks the store what a restart would reset before anything is done. */
  | {
      readonly type: 'checkRestart';
      readonly id: string;
      readonly expectedVersion: number;
      /** A finished or running task loses something even when it is the only one. */
      readonly losesWork: boolean;
    }
  /** Acts on a task that somebody else holds, asked once for each claim. */
  | {
      readonly type: 'override';
      readonly operation: TaskOperation;
      readonly id: string;
      readonly claim: string;
    }
  | CoordinationIntent
  | { readonly type: 'createEpic'; readonly title: string }
  | { readonly type: 'createTask'; readonly epicId: string; readonly title: string }
  | TriageIntent;

export type Plan =
  | { readonly type: 'do'; readonly intent: Intent }
  | { readonly type: 'ask'; readonly dialog: Dialog }
  | { readonly type: 'refuse'; readonly reason: string };

export interface PlanContext {
  readonly actor: string;
  readonly now: number;
  /** Claims that were overridden once already. */
  readonly overridden: readonly string[];
}

/** What has to be typed before an operation, if anything. */
export const texts: Readonly<
  Partial<Record<TaskOperation, { title: string; placeholder: string; required: boolean }>>
> = {
  done: { title: 'Finish', placeholder: 'what was done (may stay empty)', required: false },
  block: { title: 'Block', placeholder: 'the reason', required: true },
  fail: { title: 'Fail', placeholder: 'the reason (may stay empty)', required: false },
  skip: { title: 'Skip', placeholder: 'the reason (may stay empty)', required: false },
};

/** The operation that a key means for a task as it is. */
export function operationFor(key: TaskKey, task: TaskRow): TaskOperation {
  if (key === 'finish') return task.status === 'todo' && task.finishedHint ? 'accept' : 'done';
  if (key === 'block') return task.status === 'blocked' ? 'unblock' : 'block';
  return key;
}

/** Names a claim, so that overriding it is asked about once. */
export function claimKey(task: TaskRow): string {
  return `${task.id} ${task.assignee ?? ''}`;
}

/** What happens when somebody asks for an operation on a task: at once, after a question, or not at all. */
export function planTask(operation: TaskOperation, task: TaskRow, context: PlanContext): Plan {
  const foreign = isForeign(operation, task, context.actor);
  if (foreign && !context.overridden.includes(claimKey(task))) {
    return { type: 'ask', dialog: claimQuestion(operation, task, context.now) };
  }
  const refusal = refusalOf(operation, task, context.actor, foreign);
  return refusal === null
    ? planUnclaimed(operation, task, foreign)
    : { type: 'refuse', reason: refusal };
}

/** Whether somebody else holds the task; a claim on one that has not begun stands in the way of a start alone. */
export function isForeign(operation: TaskOperation, task: TaskRow, actor: string): boolean {
  const held = task.status === 'in_progress' || (operation === 'start' && task.status === 'todo');
  return held && task.assignee !== null && task.assignee !== actor;
}

function planUnclaimed(operation: TaskOperation, task: TaskRow, takeOver: boolean): Plan {
  const intent: Intent = {
    type: 'task',
    operation,
    id: task.id,
    expectedVersion: task.version,
    takeOver,
    force: false,
    text: '',
  };
  if (operation === 'restart') {
    const losesWork = task.status === 'in_progress' || task.status === 'done';
    const { id, version: expectedVersion } = task;
    return { type: 'do', intent: { type: 'checkRestart', id, expectedVersion, losesWork } };
  }
  if (operation === 'reset' && (task.status === 'in_progress' || task.status === 'done')) {
    return { type: 'ask', dialog: resetQuestion(task, intent) };
  }
  const text = texts[operation];
  if (!text) return { type: 'do', intent };
  return {
    type: 'ask',
    dialog: {
      type: 'prompt',
      title: `${text.title} ${task.id}`,
      placeholder: text.placeholder,
      required: text.required,
      field: emptyField,
      intent: { type: 'intent', intent },
    },
  };
}

/** The reason why the table of states forbids it, before anybody types a text in vain; null when it does not. */
export function refusalOf(
  operation: TaskOperation,
  task: TaskRow,
  actor: string,
  takeOver: boolean,
): string | null {
  const sameActor = takeOver || task.assignee === null || task.assignee === actor;
  try {
    applyOperation(operation satisfies Operation, task.status, {
      id: task.id,
      sameActor,
      hinted: task.finishedHint,
    });
    return null;
  } catch (error) {
    if (error instanceof FlowdeckError) return error.message;
    throw error;
  }
}

function claimQuestion(operation: TaskOperation, task: TaskRow, now: number): Dialog {
  const age = formatAge(task.claimedAt, now);
  const since = age === '' ? '' : age === 'now' ? ' since just now' : ` for ${age}`;
  return {
    type: 'confirm',
    title: `${operation} ${task.id}?`,
    lines: [`${clean(task.assignee ?? '')} has been working on it${since}.`, clean(task.title)],
    intent: { type: 'override', operation, id: task.id, claim: claimKey(task) },
  };
}

/** A finished or running task loses something. */
function resetQuestion(
  { id, title, status }: TaskRow,
  intent: Intent & { type: 'task' },
): Question {
  return {
    type: 'confirm',
    title: `Reset ${id}?`,
    lines: [clean(title), 'Its summary, evidence and phases begin anew; what waits for it stays.'],
    intent: { ...intent, force: status === 'in_progress' },
  };
}

/** The question before a restart that would lose work; null when nothing would be lost. */
export function restartQuestion(
  intent: Extract<Intent, { type: 'checkRestart' }>,
  found: { readonly reset: readonly string[]; readonly running: readonly string[] },
): Question | null {
  const others = found.reset.filter((id) => id !== intent.id);
  const running = found.running.filter((id) => id !== intent.id);
  if (!intent.losesWork && others.length === 0 && running.length === 0) return null;
  return {
    type: 'confirm',
    title: `Restart ${intent.id}?`,
    lines: [
      'Its summary, evidence and phases begin anew.',
      ...(others.length > 0 ? [`Reset as well: ${list(others)}`] : []),
      ...(running.length > 0 ? [`Running now: ${list(running)}`] : []),
    ],
    // The store refuses to reset what runs, the task itself included, unless it is told that somebody knows.
    intent: restartIntent(intent, found.running.length > 0),
  };
}

export function restartIntent(
  { id, expectedVersion }: Extract<Intent, { type: 'checkRestart' }>,
  overRunning = false,
): Intent {
  return {
    type: 'task',
    operation: 'restart',
    id,
    expectedVersion,
    takeOver: false,
    force: overRunning,
    text: '',
  };
}

export function list(ids: readonly string[]): string {
  const shown = ids.slice(0, 6).join(', ');
  return ids.length > 6 ? `${shown} and ${ids.length - 6} more` : shown;
}
