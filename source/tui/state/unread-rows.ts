/** Which rows of a pane carry an unread mark. */
import type { AgentRow } from '../../domain/contract/coordination-calls.js';
import type { PaneName } from '../panes/pane.js';
import type { ProjectData } from './project-data.js';
import { unreadOf, type Seen } from './unread.js';

const none: ReadonlySet<string> = new Set();

/** By the keys of the rows; the same set as long as nothing changed. */
export function unreadRows(
  { news, coordination }: Pick<ProjectData, 'news' | 'coordination'>,
  seen: Seen,
  pane: PaneName | 'detail',
): ReadonlySet<string> {
  const unread = unreadOf(news, seen);
  if (pane === 'epics' || pane === 'tasks') return unread[pane];
  return pane === 'agents' ? unreadAgents(coordination.agents ?? [], unread.actors) : none;
}

let last: {
  readonly agents: readonly AgentRow[];
  readonly actors: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
} | null = null;

/** Whoever holds several tasks has a row for each. */
function unreadAgents(
  agents: readonly AgentRow[],
  actors: ReadonlySet<string>,
): ReadonlySet<string> {
  if (agents.length === 0 || actors.size === 0) return none;
  if (last?.agents === agents && last.actors === actors) return last.rows;
  const rows = new Set(agents.filter(({ actor }) => actors.has(actor)).map(({ key }) => key));
  last = { agents, actors, rows };
  return rows;
}
