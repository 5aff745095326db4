/** What a validation asks of all rows at once. */
import type { Reader } from '../types.js';

/** Tasks whose text lacks the description or the acceptance criteria. */
export async function listTasksWithoutHeadings(reader: Reader): Promise<Set<string>> {
  const rows = await reader.all<{ id: string }>(
    "SELECT id FROM tasks WHERE instr(body, '## Description') = 0 OR instr(body, '## Acceptance') = 0",
  );
  return new Set(rows.map(({ id }) => id));
}

export async function listEpicsWithoutText(reader: Reader): Promise<Set<string>> {
  const rows = await reader.all<{ id: string }>("SELECT id FROM epics WHERE trim(body) = ''");
  return new Set(rows.map(({ id }) => id));
}

export async function listTaskBodies(
  reader: Reader,
  epicId: string,
): Promise<{ id: string; body: string }[]> {
  return reader.all<{ id: string; body: string }>('SELECT id, body FROM tasks WHERE epic_id = ?', [
    epicId,
  ]);
}

/** Ids of epics and tasks whose files are gone. */
export async function listVanishedIds(reader: Reader): Promise<Set<string>> {
  const rows = await reader.all<{ id: string }>(
    `SELECT id FROM epics WHERE vanished_at IS NOT NULL
     UNION SELECT id FROM tasks WHERE vanished_at IS NOT NULL`,
  );
  return new Set(rows.map(({ id }) => id));
}
