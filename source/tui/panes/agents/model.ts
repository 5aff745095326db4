/** What the agents pane shows: who is at work on what, whoever holds several tasks with a row for each. */
import type { AgentRow } from '../../../domain/contract/coordination-calls.js';
import { shortId } from '../../../domain/ids.js';
import { clean } from '../../spans.js';
import type { ProjectData } from '../../state/project-data.js';
import { RowList } from '../row-list.js';

export interface AgentsModel {
  readonly list: RowList<AgentRow>;
  /** False until they were read. */
  readonly read: boolean;
  /** Why they could not be read; null where they were. */
  readonly failure: string | null;
  readonly widths: { readonly actor: number; readonly id: number };
}

const longestActor = 12;
const longestId = 12;

let last: {
  agents: readonly AgentRow[] | null;
  failure: string | null;
  model: AgentsModel;
} | null = null;

export function selectAgents({ coordination }: ProjectData): AgentsModel {
  const { agents } = coordination;
  const failure = coordination.failures.agents ?? null;
  if (last?.agents !== agents || last.failure !== failure) {
    last = { agents, failure, model: buildModel(agents, failure) };
  }
  return last.model;
}

export function keyOf({ key }: AgentRow): string {
  return key;
}

export function searchTextOf({ actor, taskId, title, phase }: AgentRow): string {
  return [actor, taskId ?? 'idle', title ?? '', phase?.title ?? ''].join(' ');
}

/** Without a mail's domain. */
export function actorName({ actor }: AgentRow): string {
  return clean(actor).replace(/@.*$/, '');
}

export function taskText({ taskId }: AgentRow): string {
  return taskId === null ? '' : clean(shortId(taskId)).slice(0, longestId);
}

function buildModel(agents: readonly AgentRow[] | null, failure: string | null): AgentsModel {
  const rows = agents ?? [];
  const widest = (textOf: (row: AgentRow) => string, most: number): number =>
    rows.reduce((width, row) => Math.min(most, Math.max(width, textOf(row).length)), 0);
  return {
    list: new RowList(rows, keyOf, searchTextOf, { kind: 'agents', rowOf: (row) => row }),
    read: agents !== null,
    failure,
    widths: { actor: widest(actorName, longestActor), id: widest(taskText, longestId) },
  };
}
