/** What the log knows of an epic's pipeline and of the checks of the working tree. */
import type { EventKind } from '../../domain/vocabulary.js';
import type { Reader } from '../types.js';
import { bindList } from './json-list.js';

export interface PhaseCompletion {
  readonly at: string;
  readonly actor: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Completed phases of an epic that nobody took back, oldest first. */
export async function listPhaseCompletions(
  reader: Reader,
  epicId: string,
): Promise<PhaseCompletion[]> {
  const rows = await reader.all<{ timestamp: string; actor: string | null; payload: string }>(
    `SELECT e.timestamp, e.actor, e.payload FROM events e
     WHERE e.epic_id = ? AND e.event_type = 'pipeline_phase_completed' AND e.undoes IS NULL
       AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id)
     ORDER BY e.id`,
    [epicId],
  );
  return rows.map((row) => ({
    at: row.timestamp,
    actor: row.actor,
    payload: JSON.parse(row.payload) as Readonly<Record<string, unknown>>,
  }));
}

/** The newest event of one of these kinds, of one epic if it is given. */
export async function findLastOfKinds(
  reader: Reader,
  kinds: readonly EventKind[],
  epicId?: string,
): Promise<{ readonly id: number; readonly kind: EventKind } | null> {
  const row = await reader.get<{ id: number; event_type: string }>(
    `SELECT e.id, e.event_type FROM events e
     WHERE e.event_type IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR e.epic_id = ?2)
     ORDER BY e.id DESC LIMIT 1`,
    [bindList(kinds), epicId ?? null],
  );
  return row && { id: row.id, kind: row.event_type as EventKind };
}
