/** Epics and tasks by their full ids, their old names, or the short forms of these. */
import { FlowdeckError } from '../domain/errors.js';
import { compareIds, parseId } from '../domain/ids.js';
import {
  findNamed,
  listEpicIdsOfNumber,
  listNumberedTaskIds,
  type Named,
} from '../store/repositories/identity.js';
import type { Reader } from '../store/types.js';

/**
 * What the id stands for, or null.
 * @throws FlowdeckError `id.ambiguous`
 */
export async function findId(reader: Reader, id: string): Promise<Named | null> {
  return (await findNamed(reader, id)) ?? (await findShortId(reader, id));
}

async function findShortId(reader: Reader, id: string): Promise<Named | null> {
  const parsed = parseId(id);
  if (parsed === null || parsed.slug !== null) return null;
  const { prefix, number, task } = parsed;
  const epics = (await listEpicIdsOfNumber(reader, number)).filter(
    (epic) => parseId(epic)?.prefix === prefix,
  );
  if (epics.length > 1) {
    throw ambiguous(
      id,
      epics.map((epic) => (task === null ? epic : `${epic}.${task}`)),
    );
  }
  const [epic] = epics;
  if (epic === undefined) return null;
  if (task === null) return { kind: 'epic', id: epic };
  const tasks = await listNumberedTaskIds(reader, epic, task);
  const [only] = tasks;
  if (only === undefined) return findNamed(reader, `${epic}.${task}`);
  if (tasks.length > 1) throw ambiguous(id, tasks);
  return { kind: 'task', id: only };
}

function ambiguous(id: string, ids: readonly string[]): FlowdeckError {
  const candidates = [...ids].sort(compareIds);
  return new FlowdeckError('id.ambiguous', `${id} could be ${candidates.join(' or ')}.`, {
    details: { id, candidates },
  });
}
