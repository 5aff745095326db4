/** Who is at work: whoever holds a task, and whoever came through an agent's door within the last hour. */
import type { AgentRow } from '../domain/contract/coordination-calls.js';
import type { EventRow, TaskRow } from '../domain/contract/rows.js';
import type { Origin } from '../domain/vocabulary.js';
import {
  findFirstEventSince,
  listHeldTaskIds,
  listLastEventIds,
  listOriginsOf,
  listWorkerPids,
} from '../store/repositories/agents.js';
import { listEvents } from '../store/repositories/events.js';
import { listLocks } from '../store/repositories/file-locks.js';
import { listMessages } from '../store/repositories/messages.js';
import { listTaskRows } from '../store/repositories/task-rows.js';
import type { Reader } from '../store/types.js';
import type { QueryHandlers } from './handlers.js';
import { holding } from './locks.js';

const idleFor = 60 * 60 * 1000;

/** Through the cockpit come the people who watch; an import is nobody's work. */
const agentOrigins: ReadonlySet<Origin> = new Set(['command', 'mcp', 'http', 'follow', 'demo']);

export const agentQueries: QueryHandlers<'agents.list'> = {
  async 'agents.list'({ reader }, { now }) {
    const held = await listTaskRows(reader, { ids: await listHeldTaskIds(reader) });
    const holders = new Set(held.flatMap(({ assignee }) => assignee ?? []));
    const lastIds = await listLastEventIds(reader);
    const idle = await listIdle(reader, now, holders, lastIds);
    const actors = [...new Set([...holders, ...idle])];
    const lastEvents = await eventsById(
      reader,
      actors.flatMap((actor) => lastIds.get(actor) ?? []),
    );
    const pids = await listWorkerPids(
      reader,
      held.map(({ id }) => id),
    );
    const locks = holding(await listLocks(reader, { taskIds: held.map(({ id }) => id) }), now);
    const waiting = await listMessages(reader, { waiting: true });
    const row = (actor: string, task: TaskRow | null): AgentRow => ({
      key: task === null ? actor : `${actor} ${task.id}`,
      actor,
      taskId: task?.id ?? null,
      epicId: task?.epicId ?? null,
      title: task?.title ?? null,
      version: task?.version ?? null,
      phase: task?.phase ?? null,
      claimedAt: task?.claimedAt ?? null,
      lastHeartbeat: task?.lastHeartbeat ?? null,
      workerPid: (task && pids.get(task.id)) ?? null,
      tokens: task?.tokens ?? 0,
      costUsd: task?.costUsd ?? 0,
      lastEvent: lastEvents.get(lastIds.get(actor) ?? 0) ?? null,
      locks: locks.filter(({ taskId }) => taskId === task?.id).map(({ path }) => path),
      unreadMessages: waiting.filter(({ to, taskId }) =>
        to === null ? taskId === task?.id : to === actor,
      ).length,
    });
    return [
      ...held.flatMap((task) => (task.assignee === null ? [] : [row(task.assignee, task)])),
      ...idle.map((actor) => row(actor, null)),
    ].sort((left, right) => (left.actor < right.actor ? -1 : left.actor > right.actor ? 1 : 0));
  },
};

/** Who acted as an agent lately and holds nothing. Whoever also acted in the cockpit is a person. */
async function listIdle(
  reader: Reader,
  now: string,
  holders: ReadonlySet<string>,
  lastIds: ReadonlyMap<string, number>,
): Promise<string[]> {
  const firstId = await findFirstEventSince(
    reader,
    new Date(Date.parse(now) - idleFor).toISOString(),
  );
  if (firstId === null) return [];
  const idle: string[] = [];
  for (const [actor, lastId] of lastIds) {
    if (lastId < firstId || holders.has(actor)) continue;
    const origins = await listOriginsOf(reader, actor, firstId);
    if (!origins.includes('cockpit') && origins.some((origin) => agentOrigins.has(origin))) {
      idle.push(actor);
    }
  }
  return idle;
}

async function eventsById(reader: Reader, ids: readonly number[]): Promise<Map<number, EventRow>> {
  const events = await listEvents(reader, { ids, limit: ids.length });
  return new Map(events.map((event) => [event.id, event]));
}
