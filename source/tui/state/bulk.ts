/** One operation on several tasks: what will and will not be done is told before, what happened to which after. */
import type { TaskRow } from '../../domain/contract/rows.js';
import type { BatchItem, BatchResult } from '../../domain/contract/triage-calls.js';
import { shortId } from '../../domain/ids.js';
import { clean } from '../spans.js';
import {
  isForeign,
  list,
  operationFor,
  refusalOf,
  type Plan,
  type PlanContext,
  type TaskKey,
  type TaskOperation,
} from './intents.js';

/** More refusals than these are told in a text to scroll through. */
const toldInNotice = 1;
/** Lines of a question: it must fit on any screen. */
const toldInQuestion = 5;

const verbs: Readonly<Record<TaskOperation, readonly [ask: string, done: string]>> = {
  start: ['Start', 'started'],
  done: ['Finish', 'finished'],
  accept: ['Accept as done', 'accepted as done'],
  block: ['Block', 'blocked'],
  unblock: ['Unblock', 'unblocked'],
  fail: ['Fail', 'failed'],
  skip: ['Skip', 'skipped'],
  restart: ['Restart', 'restarted'],
  release: ['Release', 'released'],
  reset: ['Reset', 'reset'],
};

/** Asks once about all of them; refuses where the operation begins on none. */
export function planMany(key: TaskKey, tasks: readonly TaskRow[], context: PlanContext): Plan {
  const operation = operationForMany(key, tasks, context);
  const foreign = tasks.filter((task) => isForeign(operation, task, context.actor));
  const refused = refusals(operation, tasks, context);
  const will = tasks.filter((task) => !refused.has(task.id));
  const [first] = refused.values();
  if (will.length === 0) return { type: 'refuse', reason: first ?? 'Select a task first.' };
  const held = foreign.filter((task) => !refused.has(task.id));
  return {
    type: 'ask',
    dialog: {
      type: 'confirm',
      title: `${verbs[operation][0]} ${count(will.length)}?`,
      lines: questionLines(operation, will, refused, held),
      intent: {
        type: 'apply',
        operation,
        items: will.map(itemOf),
        takeOver: held.length > 0,
        text: null,
      },
    },
  };
}

/** The version on the screen goes along, so that nothing is done to what changed meanwhile. */
export function itemOf({ id, version }: TaskRow): BatchItem {
  return { id, expectedVersion: version };
}

/** A key means one operation for some tasks and another for others: the one that most of them allow. */
function operationForMany(
  key: TaskKey,
  tasks: readonly TaskRow[],
  context: PlanContext,
): TaskOperation {
  const wanted = [...new Set(tasks.map((task) => operationFor(key, task)))];
  const allowed = (operation: TaskOperation): number =>
    tasks.length - refusals(operation, tasks, context).size;
  return wanted.reduce((best, each) => (allowed(each) > allowed(best) ? each : best));
}

function refusals(
  operation: TaskOperation,
  tasks: readonly TaskRow[],
  { actor }: PlanContext,
): ReadonlyMap<string, string> {
  return new Map(
    tasks.flatMap((task): [string, string][] => {
      const takeOver = isForeign(operation, task, actor);
      const reason = refusalOf(operation, task, actor, takeOver);
      return reason === null ? [] : [[task.id, reason]];
    }),
  );
}

function questionLines(
  operation: TaskOperation,
  will: readonly TaskRow[],
  refused: ReadonlyMap<string, string>,
  held: readonly TaskRow[],
): string[] {
  const losing = operation === 'restart' || operation === 'reset';
  const others = [...refused.values()].slice(0, toldInQuestion);
  const more = refused.size - others.length;
  return [
    list(will.map(({ id }) => shortId(id))),
    ...(losing ? ['Their summaries, evidence and phases begin anew.'] : []),
    ...(held.length > 0
      ? [
          `Taken over: ${held.map(({ id, assignee }) => `${shortId(id)} from ${clean(assignee ?? '')}`).join(', ')}.`,
        ]
      : []),
    ...(refused.size > 0 ? ['', `Not done to ${count(refused.size)}:`, ...others] : []),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

export interface Summary {
  readonly message: string;
  /** What does not fit into a notice; null where it does. */
  readonly report: { readonly title: string; readonly lines: readonly string[] } | null;
}

export function summaryOf(
  operation: TaskOperation | 'changed',
  results: readonly BatchResult[],
): Summary {
  const done = operation === 'changed' ? operation : verbs[operation][1];
  const well = results.filter(({ ok }) => ok);
  const failed = results.filter((each) => !each.ok);
  const sentence = `${capitalised(count(well.length))} ${done}.`;
  if (failed.length === 0) return { message: sentence, report: null };
  const told = failed.map(({ id, error }) => `${id}: ${error.message}`);
  if (failed.length <= toldInNotice) {
    return { message: `${sentence} Not done: ${told.join(' ')}`, report: null };
  }
  return {
    message: sentence,
    report: {
      title: `${capitalised(done)}: ${well.length} of ${results.length}`,
      lines: [
        ...(well.length > 0 ? ['# Done', ...well.map(({ id }) => `- ${id}`), ''] : []),
        '# Not done',
        ...told.map((line) => `- ${line}`),
      ],
    },
  };
}

function count(tasks: number): string {
  return tasks === 0 ? 'no task' : tasks === 1 ? '1 task' : `${tasks} tasks`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
