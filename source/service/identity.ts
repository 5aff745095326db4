/** From what people type to what is stored. */
import type { FlowdeckError } from '../domain/errors.js';
import { parseId } from '../domain/ids.js';
import { quoted } from '../domain/quote.js';
import { nearestIds } from '../search/nearest-ids.js';
import { listAllIds, type Named } from '../store/repositories/identity.js';
import type { Reader } from '../store/types.js';
import { missing, notFound, wrongKind } from './not-found.js';
import { findId } from './short-ids.js';

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
  const named = await findId(reader, id);
  if (named) return named;
  const parsed = parseId(id);
  if (parsed === null && wanted === undefined) throw await noId(reader, id);
  const kind = wanted ?? (parsed?.task === null ? 'epic' : 'task');
  throw await notFound(reader, kind, id);
}

export async function resolveTask(reader: Reader, text: string): Promise<string> {
  return (await resolveKind(reader, text, 'task')).id;
}

export async function resolveEpic(reader: Reader, text: string): Promise<string> {
  return (await resolveKind(reader, text, 'epic')).id;
}

/** @throws FlowdeckError `id.invalid` where the id is one of another kind, and those of `resolveId` */
export async function resolveKind(
  reader: Reader,
  text: string,
  wanted: Named['kind'],
): Promise<Named> {
  const named = await resolveId(reader, text, wanted);
  if (named.kind === wanted) return named;
  throw wrongKind(named, wanted);
}

async function noId(reader: Reader, id: string): Promise<FlowdeckError> {
  const known = [...(await listAllIds(reader, 'epic')), ...(await listAllIds(reader, 'task'))];
  const sentence = `${quoted(id)} is neither an epic's nor a task's id`;
  return missing('id.invalid', sentence, id, nearestIds(id, known));
}
