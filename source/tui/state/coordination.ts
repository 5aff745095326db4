/** What needs a person and who is at work, as far as it was read: kept current by deltas where they say enough. */
import { isDeepStrictEqual } from 'node:util';
import type { AgentRow, InboxItem } from '../../domain/contract/coordination-calls.js';
import type { Delta, EventRow, TaskRow } from '../../domain/contract/rows.js';
import { emptyTask } from './task-stand-in.js';

/** What is read for itself. */
export type Reading = 'inbox' | 'agents' | 'tail';

export interface Coordination {
  /** In the order of their kinds, then the oldest first; null until it was read. */
  readonly inbox: readonly InboxItem[] | null;
  /** By actor, then by task; null until it was read. */
  readonly agents: readonly AgentRow[] | null;
  /** The events of the actors that were looked at, newest first. */
  readonly tails: ReadonlyMap<string, readonly EventRow[]>;
  /** Why the last reading failed, by what was read. */
  readonly failures: Readonly<Partial<Record<Reading, string | undefined>>>;
}

export const emptyCoordination: Coordination = {
  inbox: null,
  agents: null,
  tails: new Map(),
  failures: {},
};

/** Events kept of one actor. */
export const tailLength = 200;
/** Actors whose events are followed at once. */
const mostTails = 16;

export function withInbox(known: Coordination, items: readonly InboxItem[]): Coordination {
  return withAnswer(known, 'inbox', { inbox: keepByKey(known.inbox, items) });
}

export function withAgents(known: Coordination, rows: readonly AgentRow[]): Coordination {
  return withAnswer(known, 'agents', { agents: keepByKey(known.agents, rows) });
}

/** The actor whose events were asked for last is the last to be forgotten. */
export function withTail(
  known: Coordination,
  actor: string,
  events: readonly EventRow[],
): Coordination {
  const tails = new Map(known.tails);
  tails.delete(actor);
  tails.set(actor, events);
  const [oldest] = tails.keys();
  if (tails.size > mostTails && oldest !== undefined) tails.delete(oldest);
  return withAnswer(known, 'tail', { tails });
}

export function withReadingFailure(
  known: Coordination,
  what: Reading,
  reason: string,
): Coordination {
  if (known.failures[what] === reason) return known;
  return { ...known, failures: { ...known.failures, [what]: reason } };
}

/** Beats, phases, tokens and events follow at once; who holds what is read again by whoever shows it. */
export function followCoordination(known: Coordination, delta: Delta): Coordination {
  const agents = known.agents && followAgents(known.agents, delta);
  const tails = followTails(known.tails, delta.events);
  return agents === known.agents && tails === known.tails ? known : { ...known, agents, tails };
}

function followAgents(known: readonly AgentRow[], delta: Delta): readonly AgentRow[] {
  if (delta.tasks.length === 0 && delta.events.length === 0) return known;
  const tasks = new Map(delta.tasks.map((task) => [task.id, task]));
  const latest = new Map(delta.events.map((event) => [event.actor, event]));
  return keepByKey(
    known,
    known.map((row) => {
      const task = row.taskId === null ? undefined : tasks.get(row.taskId);
      const lastEvent = latest.get(row.actor) ?? row.lastEvent;
      const held = task?.status === 'in_progress' && task.assignee === row.actor ? task : null;
      return { ...row, lastEvent, ...(held && figuresOf(held)) };
    }),
  );
}

function figuresOf(task: TaskRow): Partial<AgentRow> {
  const { phase, lastHeartbeat, tokens, costUsd, title, version, claimedAt } = task;
  return { phase, lastHeartbeat, tokens, costUsd, title, version, claimedAt };
}

function followTails(known: Coordination['tails'], events: readonly EventRow[]) {
  if (known.size === 0 || !events.some(({ actor }) => actor !== null && known.has(actor)))
    return known;
  return new Map(
    [...known].map(([actor, tail]) => {
      const last = tail[0]?.id ?? 0;
      const fresh = events.filter((event) => event.actor === actor && event.id > last).reverse();
      return [actor, fresh.length === 0 ? tail : [...fresh, ...tail].slice(0, tailLength)] as const;
    }),
  );
}

/** A task that the inbox or the agents name, as far as they know it; null where they do not. */
export function findNamedTask({ inbox, agents }: Coordination, id: string): TaskRow | null {
  const item = inbox?.find(({ taskId, kind }) => taskId === id && kind in statuses);
  if (item) return taskOfItem(item);
  const row = agents?.find(({ taskId }) => taskId === id);
  return row ? taskOfAgent(row) : null;
}

/** The task that an item asks to do something about; null where it is about something else. */
export function taskOfItem(item: InboxItem): TaskRow | null {
  const status = statuses[item.kind];
  if (status === undefined || item.taskId === null) return null;
  const { taskId: id, epicId, title, actor: assignee, version, since } = item;
  const holds = status === 'in_progress';
  return emptyTask({
    id,
    epicId,
    title,
    status,
    version: version ?? 0,
    ...(holds && { assignee, lastHeartbeat: since }),
    ...(item.kind === 'blocked' && { blockedReason: item.detail }),
    ...(item.kind === 'failed' && { failedReason: item.detail }),
  });
}

/** Where an item of the inbox says what state its task is in. */
const statuses: Readonly<Partial<Record<InboxItem['kind'], TaskRow['status']>>> = {
  failed: 'failed',
  blocked: 'blocked',
  stale: 'in_progress',
};

export function taskOfAgent(row: AgentRow): TaskRow | null {
  if (row.taskId === null) return null;
  const { taskId: id, epicId, title, actor: assignee, version, claimedAt, phase } = row;
  const { lastHeartbeat, tokens, costUsd } = row;
  return emptyTask({
    id,
    epicId,
    title: title ?? '',
    status: 'in_progress',
    version: version ?? 0,
    assignee,
    claimedAt,
    phase,
    lastHeartbeat,
    tokens,
    costUsd,
  });
}

function withAnswer(
  known: Coordination,
  what: Reading,
  answer: Partial<Coordination>,
): Coordination {
  const failures = { ...known.failures, [what]: undefined };
  const next = { ...known, ...answer };
  const same = next.inbox === known.inbox && next.agents === known.agents;
  if (same && next.tails === known.tails && known.failures[what] === undefined) return known;
  return { ...next, failures };
}

/** `next`, but the rows of `known` where they are equal, and `known` itself where all are. */
function keepByKey<Row extends { readonly key: string }>(
  known: readonly Row[] | null,
  next: readonly Row[],
): readonly Row[] {
  if (known === null) return next;
  const byKey = new Map(known.map((row) => [row.key, row]));
  const kept = next.map((row) => {
    const old = byKey.get(row.key);
    return old !== undefined && isDeepStrictEqual(old, row) ? old : row;
  });
  const same = kept.length === known.length && kept.every((row, index) => row === known[index]);
  return same ? known : kept;
}
