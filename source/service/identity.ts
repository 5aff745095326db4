/** From what people type to what is stored. */
import { FlowdeckError } from '../domain/errors.js';
import { compareIds, parseId, type ParsedId } from '../domain/ids.js';
import { nearest } from '../search/distance.js';
import {
  findNamed,
  listAllIds,
  listEpicIdsOfNumber,
  listNumberedTaskIds,
  type Named,
} from '../store/repositories/identity.js';
import type { Reader } from '../store/types.js';

/**
 * What a full id, a short id (`fn-1`, `fn-1.2`) or an old name stands for.
 * @param wanted what the text should name, for the error's sake
 * @throws FlowdeckError `id.ambiguous`, `id.invalid`, `epic.not_found`, `task.not_found`
 */
export async function resolveId(
  reader: Reader,
  text: string,
  wanted?: Named['kind'],
): Promise<Named> {
  const id = text.trim();
  const parsed = parseId(id);
  const named = (await findNamed(reader, id)) ?? (await resolveShortId(reader, id, parsed));
  if (named) return named;
  if (parsed === null && wanted === undefined) {
    throw new FlowdeckError('id.invalid', `"${id}" is neither an epic's nor a task's id.`, {
      details: { id },
    });
  }
  const kind = wanted ?? (parsed?.task === null ? 'epic' : 'task');
  throw await notFound(reader, kind, id);
}

export async function resolveTask(reader: Reader, text: string): Promise<string> {
  return resolveKind(reader, text, 'task');
}

export async function resolveEpic(reader: Reader, text: string): Promise<string> {
  return resolveKind(reader, text, 'epic');
}

async function resolveKind(reader: Reader, text: string, wanted: Named['kind']): Promise<string> {
  const named = await resolveId(reader, text, wanted);
  if (named.kind === wanted) return named.id;
  const what = { epic: 'an epic', task: 'a task' };
  throw new FlowdeckError(
    'id.invalid',
    `${named.id} is ${what[named.kind]}; ${what[wanted]} is needed here.`,
    { details: { id: named.id, kind: named.kind, wanted } },
  );
}

async function resolveShortId(
  reader: Reader,
  id: string,
  parsed: ParsedId | null,
): Promise<Named | null> {
  if (parsed === null || parsed.slug !== null) return null;
  const { prefix, number, task } = parsed;
  const epics = (await listEpicIdsOfNumber(reader, number)).filter(
    (epic) => parseId(epic)?.prefix === prefix,
  );
  if (epics.length > 1) {
    const candidates = epics
      .map((epic) => (task === null ? epic : `${epic}.${task}`))
      .sort(compareIds);
    throw new FlowdeckError('id.ambiguous', `${id} could be ${candidates.join(' or ')}.`, {
      details: { id, candidates },
    });
  }
  const [epic] = epics;
  if (epic === undefined) return null;
  if (task === null) return { kind: 'epic', id: epic };
  const [only, ...others] = (await listNumberedTaskIds(reader, epic, task)).sort(compareIds);
  if (only === undefined) return findNamed(reader, `${epic}.${task}`);
  if (others.length === 0) return { kind: 'task', id: only };
  const candidates = [only, ...others];
  throw new FlowdeckError('id.ambiguous', `${id} could be ${candidates.join(' or ')}.`, {
    details: { id, candidates },
  });
}

/** Names the existing ids that look most like the one that was given. */
export async function notFound(
  reader: Reader,
  kind: Named['kind'],
  id: string,
): Promise<FlowdeckError> {
  const near = nearest(id, await listAllIds(reader, kind), 3);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  const what = kind === 'epic' ? 'epic' : 'task';
  return new FlowdeckError(`${kind}.not_found`, `There is no ${what} ${id}.${hint}`, {
    details: { id, nearest: near },
  });
}
