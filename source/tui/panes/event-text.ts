/** Events in words: who did what to what, and the particulars. */
import type { EventRow } from '../../domain/contract/rows.js';
import { formatDuration } from '../../domain/format.js';
import { shortId } from '../../domain/ids.js';
import { eventKinds, type EventKind, type EventLevel } from '../../domain/vocabulary.js';
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

/** Who or what it happened to; empty where the particulars say it. */
function entityText({ entityKind, entityId, taskId, epicId }: EventRow): string {
  const owner = taskId ?? epicId;
  switch (entityKind) {
    case 'task':
    case 'epic':
      return clean(shortId(entityId));
    case 'agent':
      return clean(entityId).replace(/@.*$/, '');
    case 'lock':
      return owner === null ? clean(entityId) : `${clean(entityId)} for ${clean(shortId(owner))}`;
    case 'memory':
      return '';
    case 'gap':
    case 'approval':
    case 'source':
    case 'configuration':
      return owner === null ? '' : clean(shortId(owner));
  }
}

/** What happened, in words, without who did it: `finished fn-1.2`, `fn-1.3 now waits for fn-1.2`. */
export function sentenceText(event: EventRow): string {
  const { label } = kindOf(event);
  const entity = entityText(event);
  const dependency = textOf(event.payload['dependency']);
  if (dependency !== '') return `${entity} ${label} ${clean(shortId(dependency))}`.trim();
  const phase = phaseName(event);
  if (phase !== '') return entity === '' ? `${label} ${phase}` : `${label} ${phase} of ${entity}`;
  if (entity === '') return label;
  return [label, prepositions[event.kind] ?? [], entity].flat().join(' ');
}

/** How a label leads over to whom or what it is about; most need no word for that. */
const prepositions: Partial<Record<EventKind, string>> = {
  gap_added: 'in',
  gap_resolved: 'in',
  gap_withdrawn: 'in',
  approval_requested: 'for',
  approval_granted: 'for',
  approval_rejected: 'for',
  approval_withdrawn: 'for',
  message_sent: 'to',
  note_logged: 'on',
};

/** The phase an event is about, by its title where it has one. */
function phaseName({ kind, payload }: EventRow): string {
  if (!kind.includes('phase')) return '';
  return clean(textOf(payload['title']) || textOf(payload['phase']));
}

/** Keys of a payload that say something to a reader, with their words, in this order. */
const particulars: readonly (readonly [string, (value: unknown) => string])[] = [
  ['title', textOf],
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

/** What a payload tells beyond the sentence, in one line; empty when there is nothing. */
export function particularsText(event: EventRow): string {
  const said = phaseName(event) === '' ? '' : 'title';
  return particulars
    .flatMap(([key, wordsOf]) => {
      const value = key === said ? null : event.payload[key];
      return value === undefined || value === null ? [] : [clean(wordsOf(value))];
    })
    .filter((text) => text !== '')
    .join(', ');
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
