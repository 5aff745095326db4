/** Events in words: who did what to what, and the particulars. */
import type { EventRow } from '../../domain/contract/rows.js';
import { formatDuration } from '../../domain/format.js';
import { shortId } from '../../domain/ids.js';
import { eventKinds, type EventLevel } from '../../domain/vocabulary.js';
import { clean } from '../spans.js';
import type { StyleRole } from '../theme.js';

export const levelRoles: Readonly<Record<EventLevel, StyleRole>> = {
  debug: 'levelDebug',
  info: 'levelInfo',
  warning: 'levelWarning',
  error: 'levelError',
};

/** A kind written by a newer program is shown by its name. */
export function kindOf({ kind }: EventRow): { label: string; level: EventLevel } {
  const kinds: Partial<Record<string, { label: string; level: EventLevel }>> = eventKinds;
  return kinds[kind] ?? { label: clean(kind).replaceAll('_', ' '), level: 'info' };
}

/** Who did it: the actor without a mail's domain, else where it came from. */
export function actorText({ actor, origin }: EventRow): string {
  return clean(actor ?? '').replace(/@.*$/, '') || origin;
}

/** What it was done to. */
export function entityText(event: EventRow): string {
  const { entityKind, entityId, taskId, epicId } = event;
  const id = taskId ?? epicId;
  if (entityKind === 'task' || entityKind === 'epic' || id === null)
    return clean(shortId(entityId));
  return entityKind === 'lock'
    ? `${clean(entityId)} for ${clean(shortId(id))}`
    : clean(shortId(id));
}

/** Keys of a payload that say something to a reader, with their words, in this order. */
const particulars: readonly (readonly [string, (value: unknown) => string])[] = [
  ['title', textOf],
  ['dependency', (value) => shortId(textOf(value))],
  ['reason', textOf],
  ['note', textOf],
  ['message', textOf],
  ['summary', textOf],
  ['takenOverFrom', (value) => `taken over from ${textOf(value)}`],
  ['releasedFrom', (value) => `released from ${textOf(value)}`],
  ['durationSeconds', (value) => (typeof value === 'number' ? formatDuration(value) : '')],
  ['retry', (value) => `retry ${textOf(value)}`],
  ['forced', (value) => (value === true ? 'forced' : '')],
  ['scope', textOf],
];

/** What a payload tells beyond kind and entity, in one line; empty when there is nothing. */
export function particularsText({ payload }: EventRow): string {
  const words = particulars.flatMap(([key, wordsOf]) => {
    const value = payload[key];
    return value === undefined || value === null ? [] : [clean(wordsOf(value))];
  });
  // A phase is called by its title where the event has one.
  if (!('title' in payload) && 'phase' in payload) words.unshift(clean(textOf(payload['phase'])));
  return words.filter((text) => text !== '').join(', ');
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
