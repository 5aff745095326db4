import type { MemoryRow } from '../../../domain/contract/rows.js';
import { isStale } from '../../../domain/memory-age.js';
import { problemTypes } from '../../../domain/memory-entry.js';
import {
  memorySeverities,
  memoryStatuses,
  memoryTracks,
  memoryTypes,
} from '../../../domain/vocabulary.js';
import type { ListDefinition } from '../definition.js';
import { choice, falling, fieldsOf, group, line, placeIn, rising, trait } from './build.js';

const fields = fieldsOf<MemoryRow>();
const { age, choice: oneOf, figure, texts } = fields;

const severitiesRising = [...memorySeverities].reverse();

export const memory: ListDefinition<MemoryRow> = {
  line: ({ title, id, key, module, component, tags, summary }) =>
    line(title, id, key, module, component, ...tags, summary === title ? null : summary),
  id: ({ id }) => id,
  colonsAreText: true,
  fields: [
    oneOf(
      'type',
      'what kind of lesson it is',
      [
        choice('pitfall', 'what went wrong', 'pitfalls'),
        choice('convention', 'how it is done here', 'conventions'),
        choice('decision', 'what was decided', 'decisions'),
      ],
      ({ type }) => type,
    ),
    texts('name', 'module', 'the part of the program', 'modules', ({ module }) => module),
    texts('name', 'tag tags', 'a tag', 'tags', ({ tags }) => tags),
    fields.yesNo('stale', 'nobody stood by it for 90 days', (row, { now }) => {
      return isStale(row, Date.parse(now));
    }),
    fields.scale(
      'severity',
      'how bad it is',
      severitiesRising.map((severity) => choice(severity, '')),
      ({ severity }) => severity,
    ),
    oneOf(
      'track',
      'bug or knowledge',
      memoryTracks.map((track) => choice(track, '')),
      ({ track }) => track,
    ),
    oneOf(
      'status',
      'active, stale or hardened',
      memoryStatuses.map((status) => choice(status, '')),
      ({ status }) => status,
    ),
    oneOf(
      'problem',
      'the kind of problem',
      [...new Set(Object.values(problemTypes).flat())].map((type) => choice(type, '')),
      (row) => row.problemType,
    ),
    texts('name', 'component', 'the component', 'components', ({ component }) => component),
    age('age created', 'since it was written', ({ createdAt }) => createdAt),
    age('verified', 'since somebody stood by it', ({ lastVerified }) => lastVerified),
    figure('number', 'refs references', 'how often it was of use', (row) => row.references),
    figure('number', 'id', 'the number of the entry', ({ id }) => id),
    texts('text', 'key', 'the id in a store of files', null, ({ key }) => key),
    texts('text', 'title', 'words of the title', null, ({ title }) => title),
    fields.trait('has', 'what it has', [
      trait('module', 'a module', (row) => row.module !== null),
      trait('severity', 'a severity', (row) => row.severity !== null),
      trait('tag', 'a tag', (row) => row.tags.length > 0),
      trait('component', 'a component', (row) => row.component !== null),
      trait('problem', 'a kind of problem', (row) => row.problemType !== null),
    ]),
  ],
  sorts: [
    falling('age', 'newest', ({ createdAt }) => createdAt),
    rising('title', 'title', ({ title }) => title.toLowerCase()),
    rising('severity', 'severity', ({ severity }) => placeIn(memorySeverities, severity)),
    falling('references', 'use', (row) => row.references),
    rising('verified', 'verified longest ago', (row) => row.lastVerified ?? row.createdAt),
    rising('type', 'type', ({ type }) => placeIn(memoryTypes, type)),
    rising('module', 'module', ({ module }) => module),
  ],
  groups: [
    group('type', 'type', ({ type }) => type, { order: memoryTypes }),
    group('module', 'module', ({ module }) => module, { none: 'no module' }),
    group('track', 'track', ({ track }) => track, { order: memoryTracks }),
    group('severity', 'severity', ({ severity }) => severity, {
      order: memorySeverities,
      none: 'no severity',
    }),
    group('status', 'status', ({ status }) => status, { order: memoryStatuses }),
  ],
};
