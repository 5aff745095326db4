import type { AgentRow } from '../../../domain/contract/coordination-calls.js';
import type { FilterContext, ListDefinition } from '../definition.js';
import { falling, fieldsOf, group, line, rising, trait } from './build.js';

const { age, figure, texts, trait: traits } = fieldsOf<AgentRow>();

/** Without a beat for so long an agent is stale. */
const staleMilliseconds = 60_000;

function isSilent({ taskId, lastHeartbeat }: AgentRow, { now }: FilterContext): boolean {
  return (
    taskId !== null &&
    lastHeartbeat !== null &&
    Date.parse(now) - Date.parse(lastHeartbeat) > staleMilliseconds
  );
}

export const agents: ListDefinition<AgentRow> = {
  line: ({ actor, title, taskId, phase }) => line(actor, title, taskId, phase && phase.title),
  id: ({ key }) => key,
  colonsAreText: false,
  fields: [
    texts('person', 'actor a who', 'the agent', 'people', ({ actor }) => actor),
    texts('id', 'task', 'what it works on', 'tasks', ({ taskId }) => taskId),
    texts('id', 'epic e', 'the epic', 'epics', ({ epicId }) => epicId),
    traits('is', 'what it is', [
      trait('working', 'holds a task', ({ taskId }) => taskId !== null),
      trait('idle', 'holds nothing', ({ taskId }) => taskId === null),
      trait('stale', 'gave no sign of life for a minute', isSilent),
      trait('silent', 'never gives a sign of life', (row) => {
        return row.taskId !== null && row.lastHeartbeat === null;
      }),
      trait('mine', 'you', ({ actor }, me) => actor === me.actor),
      trait('unread', 'news since you looked', ({ actor }, { unread }) => {
        return unread?.has(actor) ?? false;
      }),
    ]),
    traits('has', 'what it has', [
      trait('lock', 'files locked', ({ locks }) => locks.length > 0),
      trait('message', 'messages it has not read', (row) => row.unreadMessages > 0),
      trait('phase', 'a worker phase', ({ phase }) => phase !== null),
      trait('heartbeat', 'a sign of life', (row) => row.lastHeartbeat !== null),
    ]),
    texts('text', 'phase', 'the worker phase', 'phases', ({ phase }) => phase && phase.title),
    age('beat heartbeat', 'since the last sign of life', ({ lastHeartbeat }) => lastHeartbeat),
    age('age claimed', 'since the task was claimed', ({ claimedAt }) => claimedAt),
    texts('text', 'lock locks', 'a path that it has locked', 'paths', ({ locks }) => locks),
    texts('text', 'title', 'words of the task’s title', null, ({ title }) => title),
    figure('number', 'tokens', 'tokens spent', ({ tokens }) => tokens),
    figure('number', 'cost', 'US dollars spent', ({ costUsd }) => costUsd),
    figure('number', 'messages', 'messages it has not read', (row) => row.unreadMessages),
    figure('number', 'pid', 'the process', ({ workerPid }) => workerPid),
  ],
  sorts: [
    rising('actor', 'agent', ({ actor }) => actor),
    rising('task', 'task', ({ taskId }) => taskId),
    rising('beat', 'longest silent', ({ lastHeartbeat }) => lastHeartbeat),
    rising('age', 'longest at work', ({ claimedAt }) => claimedAt),
    falling('tokens', 'tokens', ({ tokens }) => tokens),
    falling('cost', 'cost', ({ costUsd }) => costUsd),
  ],
  groups: [
    group('actor', 'agent', ({ actor }) => actor),
    group('epic', 'epic', ({ epicId }) => epicId, { none: 'no epic' }),
    group('phase', 'phase', ({ phase }) => phase && phase.title, { none: 'no phase' }),
  ],
};
