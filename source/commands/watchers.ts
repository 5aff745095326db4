/** What needs a person, and who is at work, from the command line. */
import type { AgentRow, InboxItem } from '../domain/contract/coordination-calls.js';
import { agentState } from '../domain/agent-state.js';
import { formatAge, formatTokens } from '../domain/format.js';
import type { CommandBody } from './definition.js';
import { eventJson } from '../domain/shapes.js';
import { oneLine } from './text.js';

export const inbox = (async ({ project }) => {
  const { service } = await project.open();
  const now = new Date();
  const items = await service.query('inbox.list', { now: now.toISOString() });
  return {
    json: { items: items.map(itemJson), count: items.length },
    text: () =>
      items.length > 0
        ? items.map((item) => itemLine(item, now.getTime()))
        : ['Nothing needs you.'],
  };
}) satisfies CommandBody;

export const agents = (async ({ project }) => {
  const { service } = await project.open();
  const now = new Date();
  const rows = await service.query('agents.list', { now: now.toISOString() });
  return {
    json: { agents: rows.map((row) => agentJson(row, now.toISOString())), count: rows.length },
    text: () => (rows.length > 0 ? rows.map((row) => agentLine(row, now)) : ['Nobody is at work.']),
  };
}) satisfies CommandBody;

function itemJson(item: InboxItem) {
  return {
    key: item.key,
    kind: item.kind,
    epic_id: item.epicId,
    task_id: item.taskId,
    task_ids: item.taskIds,
    title: item.title,
    detail: item.detail,
    actor: item.actor,
    since: item.since,
    version: item.version,
    subject_id: item.subjectId,
  };
}

function itemLine(item: InboxItem, now: number): string {
  const subject = item.subjectId ?? item.taskId ?? item.epicId ?? '';
  const detail = item.detail === '' ? '' : ` (${oneLine(item.detail)})`;
  const age = formatAge(item.since, now);
  return `[${item.kind}] ${subject}: ${oneLine(item.title)}${detail} ${age}`.trimEnd();
}

function agentJson(row: AgentRow, now: string) {
  return {
    actor: row.actor,
    task_id: row.taskId,
    epic_id: row.epicId,
    title: row.title,
    state: stateOf(row, now),
    phase: row.phase?.id ?? null,
    claimed_at: row.claimedAt,
    last_heartbeat: row.lastHeartbeat,
    pid: row.workerPid,
    tokens: row.tokens,
    cost_usd: row.costUsd,
    locks: row.locks,
    unread_messages: row.unreadMessages,
    last_event: row.lastEvent && eventJson(row.lastEvent),
  };
}

function stateOf(row: AgentRow, now: string): string {
  return row.taskId === null ? 'idle' : agentState(row, now);
}

function agentLine(row: AgentRow, now: Date): string {
  const parts = [
    `[${stateOf(row, now.toISOString())}] ${row.actor}`,
    ...(row.taskId === null ? [] : [`${row.taskId}: ${oneLine(row.title ?? '')}`]),
    ...(row.phase === null ? [] : [`in ${row.phase.title}`]),
    ...(row.tokens > 0 ? [`${formatTokens(row.tokens)} tokens`] : []),
    ...(row.locks.length > 0 ? [`locks ${row.locks.join(', ')}`] : []),
  ];
  return parts.join('  ');
}
