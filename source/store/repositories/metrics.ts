/** Figures over the whole project. */
import type { ProjectTotals } from '../../domain/contract/rows.js';
import type { Reader } from '../types.js';
import { countAllTasks } from './epic-rows.js';

export async function findTotals(reader: Reader): Promise<ProjectTotals> {
  const row = await reader.get<{
    open: number;
    done: number;
    archived: number;
    memory: number;
    events: number;
    tokens: number;
    cost: number;
  }>(
    `SELECT
       (SELECT count(*) FROM epics WHERE placeholder = 0 AND archived = 0 AND status = 'open') AS open,
       (SELECT count(*) FROM epics WHERE placeholder = 0 AND archived = 0 AND status = 'done') AS done,
       (SELECT count(*) FROM epics WHERE placeholder = 0 AND archived = 1) AS archived,
       (SELECT count(*) FROM memory) AS memory,
       -- The log is numbered without gaps, so its length is told by its ends.
       (SELECT coalesce((SELECT max(id) FROM events) - (SELECT min(id) FROM events) + 1, 0)) AS events,
       (SELECT coalesce(sum(total_tokens), 0) FROM monthly_rollup) AS tokens,
       (SELECT coalesce(sum(total_cost_usd), 0) FROM monthly_rollup) AS cost`,
  );
  return {
    epics: { open: row?.open ?? 0, done: row?.done ?? 0, archived: row?.archived ?? 0 },
    tasks: await countAllTasks(reader),
    memory: row?.memory ?? 0,
    events: row?.events ?? 0,
    tokens: row?.tokens ?? 0,
    costUsd: row?.cost ?? 0,
  };
}
