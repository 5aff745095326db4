import type { InboxItem } from '../../../domain/contract/coordination-calls.js';
import { inboxKinds, type InboxKind } from '../../../domain/vocabulary.js';
import type { ListDefinition } from '../definition.js';
import { choice, fieldsOf, group, line, placeIn, rising, trait } from './build.js';

const fields = fieldsOf<InboxItem>();
const { texts } = fields;

const kindHelp: Readonly<Record<InboxKind, string>> = {
  failed: 'a task failed',
  blocked: 'a task is blocked',
  stale: 'an agent has gone silent',
  conflict: 'agents want the same file',
  finding: 'a review found something',
  approval: 'somebody asks for approval',
  hint: 'a task looks finished',
  closable: 'an epic can be closed',
};

export const inbox: ListDefinition<InboxItem> = {
  line: (row) => line(row.title, row.taskId ?? row.epicId, row.kind, row.actor, row.detail),
  id: ({ key }) => key,
  colonsAreText: false,
  fields: [
    fields.choice(
      'kind k',
      'what is needed',
      inboxKinds.map((kind) => choice(kind, kindHelp[kind])),
      ({ kind }) => kind,
    ),
    texts('id', 'task', 'the task', 'tasks', ({ taskId }) => taskId),
    texts('id', 'epic e', 'the epic', 'epics', ({ epicId }) => epicId),
    texts('person', 'actor a who', 'whom it is about', 'people', ({ actor }) => actor),
    fields.age('age since', 'how long it has waited', ({ since }) => since),
    texts('text', 'title', 'words of the title', null, ({ title }) => title),
    texts(
      'text',
      'reason detail',
      'the reason, the question, the files',
      null,
      (row) => row.detail,
    ),
    fields.trait('is', 'what it is', [
      trait('mine', 'about you', ({ actor }, me) => actor !== null && actor === me.actor),
      trait('unread', 'changed since you looked', ({ taskId, epicId }, { unread }) => {
        return unread?.has(taskId ?? epicId ?? '') ?? false;
      }),
    ]),
  ],
  sorts: [
    rising('kind', 'kind', ({ kind }) => placeIn(inboxKinds, kind)),
    rising('age', 'longest waiting', ({ since }) => since),
    rising('task', 'task', (row) => row.taskId ?? row.epicId),
    rising('actor', 'actor', ({ actor }) => actor),
  ],
  groups: [
    group('kind', 'kind', ({ kind }) => kind, { order: inboxKinds }),
    group('epic', 'epic', ({ epicId }) => epicId, { none: 'no epic' }),
    group('actor', 'actor', ({ actor }) => actor, { none: 'nobody' }),
  ],
};
