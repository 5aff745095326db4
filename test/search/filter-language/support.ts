/** Filters tried on the rows of the panes' tests. */
import type { AgentRow, InboxItem } from '../../../source/domain/contract/coordination-calls.js';
import {
  compileFilter,
  parseFilter,
  type FilterContext,
  type FilterRows,
  type ListKind,
} from '../../../source/search/filter-language/index.js';
import { minutesAgo, now } from '../../tui/panes/support.js';

export const me = 'grace@example.com';
export const context: FilterContext = { actor: me, now: new Date(now).toISOString() };

/** The error of a finished filter; null where it is well-formed. */
export function errorOf(text: string, kind: ListKind = 'tasks') {
  return parseFilter(text, kind, null).error;
}

/** A finished filter that must be well-formed. */
export function filterOf<Kind extends ListKind>(text: string, kind: Kind, own = context) {
  const filter = parseFilter(text, kind, null);
  if (filter.error !== null) throw new Error(filter.error.message);
  return compileFilter(filter, kind, own);
}

export function passing<Kind extends ListKind>(
  text: string,
  kind: Kind,
  rows: readonly FilterRows[Kind][],
  own = context,
): FilterRows[Kind][] {
  return rows.filter(filterOf(text, kind, own));
}

export function makeItem(values: Partial<InboxItem> & { key: string }): InboxItem {
  return {
    ...{ kind: 'blocked', epicId: 'fn-1-login', taskId: 'fn-1-login.2', title: 'Check it' },
    ...{ detail: 'waits for the key', actor: null, since: minutesAgo(30), version: 1 },
    ...{ subjectId: null, taskIds: [], ...values },
  };
}

export function makeAgent(values: Partial<AgentRow> & { actor: string }): AgentRow {
  return {
    ...{ key: values.actor, taskId: 'fn-1-login.2', epicId: 'fn-1-login', title: 'Check it' },
    ...{ version: 1, phase: null, claimedAt: minutesAgo(90), lastHeartbeat: minutesAgo(0) },
    ...{ workerPid: null, tokens: 0, costUsd: 0, lastEvent: null, locks: [], unreadMessages: 0 },
    ...values,
  };
}
