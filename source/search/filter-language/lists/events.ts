import type { EventRow } from '../../../domain/contract/rows.js';
import {
  entityKinds,
  eventKinds,
  eventLevels,
  origins,
  type EventKind,
} from '../../../domain/vocabulary.js';
import type { ListDefinition } from '../definition.js';
import { choice, falling, fieldsOf, group, line, rising, trait } from './build.js';

const fields = fieldsOf<EventRow>();
const { choice: oneOf, texts } = fields;

const kinds = Object.keys(eventKinds) as EventKind[];

/** What an event says in words of its own: its reason, its message. */
function wordsOf({ payload }: EventRow): string[] {
  return Object.values(payload).filter((value) => typeof value === 'string');
}

export const events: ListDefinition<EventRow> = {
  line: (row) => line(eventKinds[row.kind].label, row.entityId, row.actor, ...wordsOf(row)),
  id: ({ id }) => id,
  colonsAreText: false,
  fields: [
    oneOf(
      'kind k',
      'what happened',
      kinds.map((kind) => choice(kind, eventKinds[kind].label)),
      ({ kind }) => kind,
    ),
    fields.scale(
      'level',
      'how much it matters',
      eventLevels.map((level) => choice(level, '')),
      ({ kind }) => eventKinds[kind].level,
    ),
    texts('person', 'actor a who', 'who did it', 'people', ({ actor }) => actor),
    texts('id', 'task', 'the task', 'tasks', ({ taskId }) => taskId),
    texts('id', 'epic e', 'the epic', 'epics', ({ epicId }) => epicId),
    fields.age('age', 'since it happened', ({ timestamp }) => timestamp),
    oneOf(
      'entity',
      'what it is about',
      entityKinds.map((kind) => choice(kind, '')),
      (row) => row.entityKind,
    ),
    oneOf(
      'origin',
      'where it came from',
      origins.map((origin) => choice(origin, '')),
      ({ origin }) => origin,
    ),
    texts('name', 'field', 'a field that changed', null, (row) => row.fields),
    texts('id', 'id', 'what it is about', null, (row) => row.entityId),
    texts('text', 'reason', 'what it says', null, wordsOf),
    texts('name', 'session', 'the session', null, ({ sessionId }) => sessionId),
    fields.trait('is', 'what it is', [
      trait('undo', 'takes another back', ({ undoes }) => undoes !== null),
      trait('mine', 'done by you', ({ actor }, me) => actor !== null && actor === me.actor),
      trait('forced', 'done against a rule', ({ payload }) => payload['forced'] === true),
    ]),
  ],
  sorts: [
    falling('age', 'newest', ({ id }) => id),
    rising('kind', 'kind', ({ kind }) => kinds.indexOf(kind)),
    rising('entity', 'what it is about', (row) => row.entityId),
    rising('actor', 'actor', ({ actor }) => actor),
  ],
  groups: [
    group('kind', 'kind', ({ kind }) => kind, { order: kinds }),
    group('actor', 'actor', ({ actor }) => actor, { none: 'nobody' }),
    group('epic', 'epic', ({ epicId }) => epicId, { none: 'no epic' }),
    group('task', 'task', ({ taskId }) => taskId, { none: 'no task' }),
    group('day', 'day', ({ timestamp }) => timestamp.slice(0, 10)),
  ],
};
