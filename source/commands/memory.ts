/** The commands that remember, show and find. */
import type { RelatedMemory } from '../domain/contract/memory-calls.js';
import type { MeaningStatus, MemoryDetail, MemoryRow } from '../domain/contract/rows.js';
import { isStale } from '../domain/memory-age.js';
import { memoryTypes, type MemoryType } from '../domain/vocabulary.js';
import type { QueryMeaning } from '../service/embedding.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import {
  choiceOf,
  entryNamed,
  given,
  limitOf,
  memoryLine,
  openMemory,
  textOf,
} from './memory-options.js';
import { linesOf } from './output.js';
import {
  memoryAddedAnswer,
  memoryDetailJson,
  memoryJson,
  memorySearchAnswer,
  type MemoryFound,
  type MemoryAddedJson,
  type MemoryDetailJson,
  type MemoryJson,
  type MemorySearchJson,
} from '../domain/memory-shapes.js';
import { fields, oneLine } from './text.js';
import { UsageError } from './usage-error.js';

export interface MemoryReadJson {
  readonly entries: readonly MemoryDetailJson[];
  readonly count: number;
}

export interface MemoryListJson {
  readonly counts: Readonly<Record<MemoryType, number>>;
  readonly total: number;
  readonly total_refs: number;
  /** Newest first. */
  readonly index: readonly MemoryJson[];
}

export interface MemoryRelatedJson {
  /** The entry's number, or the epic or task as it was named. */
  readonly id: number | string;
  readonly related: readonly (MemoryJson & {
    readonly score: number;
    readonly reasons: RelatedMemory['reasons'];
    readonly shared_tags: readonly string[];
  })[];
  readonly count: number;
}

/** The type stands first; with `--type`, as hooks write it, the text does. */
export const memoryAdd: CommandBody<MemoryAddedJson> = async (context) => {
  const { invocation } = context;
  const first = invocation.requiredArgument('TYPE');
  const second = invocation.argument('TEXT');
  const flag = invocation.text('type');
  if (flag !== undefined && second !== undefined) {
    throw new UsageError('Give the type as an argument or with --type, not both.');
  }
  const content = await textOf(context, flag === undefined ? second : first);
  if (content === undefined) throw new UsageError('flowdeck memory add needs TEXT or --file.');
  const tags = invocation.list('tags');
  const { service } = await openMemory(context);
  const added = await service.command('memory.add', {
    type: flag ?? first,
    content,
    ...given(invocation, {
      title: 'title',
      module: 'module',
      severity: 'severity',
      problemType: 'problem-type',
      component: 'component',
    }),
    ...(tags && { tags }),
  });
  const { id, duplicate, similar = [] } = added;
  return {
    json: memoryAddedAnswer(added),
    text: () =>
      duplicate
        ? [`Entry ${id} says the same already`]
        : [
            `Entry ${id} remembered`,
            ...similar.map((entry) => `looks like #${entry.id}: ${oneLine(entry.title)}`),
          ],
  };
};

export const memoryGet: CommandBody<MemoryDetailJson> = async (context) => {
  const opened = await openMemory(context);
  const id = await entryNamed(opened, context.invocation.requiredArgument('ENTRY'));
  const detail = await opened.service.query('memory.detail', { id });
  const now = Date.now();
  return { json: memoryDetailJson(detail, now), text: () => detailLines(detail, now) };
};

export const memoryRead: CommandBody<MemoryReadJson> = async (context) => {
  const { service } = await openMemory(context);
  const details = await service.query('memory.read', {
    ...choiceOf(context.invocation),
    ...limitOf(context.invocation),
  });
  const now = Date.now();
  return {
    json: {
      entries: details.map((detail) => memoryDetailJson(detail, now)),
      count: details.length,
    },
    text: () =>
      details.length > 0
        ? details.flatMap((detail, index) => [
            ...(index > 0 ? [''] : []),
            memoryLine(detail.row, now),
            '',
            ...linesOf(detail.content).map((line) => `  ${line}`),
          ])
        : ['Nothing is remembered.'],
  };
};

export const memoryList: CommandBody<MemoryListJson> = async (context) => {
  const { service } = await openMemory(context);
  const rows = await service.query('memory.entries', {
    ...choiceOf(context.invocation),
    ...limitOf(context.invocation),
  });
  const now = Date.now();
  return {
    json: {
      counts: countsOf(rows),
      total: rows.length,
      total_refs: rows.reduce((sum, { references }) => sum + references, 0),
      index: rows.map((row) => memoryJson(row, now)),
    },
    text: () =>
      rows.length > 0 ? rows.map((row) => memoryLine(row, now)) : ['Nothing is remembered.'],
  };
};

export const memorySearch: CommandBody<MemorySearchJson> = async (context) => {
  const { service } = await openMemory(context);
  const { invocation } = context;
  const query = invocation.rest('TEXT').join(' ');
  if (query.trim() === '') throw new UsageError('The text to search for is empty.');
  const { limit = 20 } = limitOf(invocation);
  const choice = choiceOf(invocation);
  if (invocation.switch('regex')) {
    const found = await service.query('memory.match', { pattern: query, limit, ...choice });
    return hitsAnswer(
      query,
      found.map((hit) => ({ ...hit, arm: 'pattern' as const, score: null })),
    );
  }
  const { vector, status } = await meaningOf(context, query);
  const hits = await service.query('memory.search', {
    text: query,
    limit,
    ...choice,
    ...(vector && { vector }),
  });
  return hitsAnswer(query, hits, status);
};

/** The meaning of one query: the model's process, where there is a model, lives no longer than that. */
async function meaningOf({ io }: CommandContext, query: string): Promise<QueryMeaning> {
  const { Meaning } = await import('../service/embedding.js');
  const meaning = new Meaning({ environment: io.environment });
  try {
    return await meaning.ofQuery(query);
  } finally {
    await meaning.close();
  }
}

function hitsAnswer(
  query: string,
  hits: readonly MemoryFound[],
  meaning?: MeaningStatus,
): Answer<MemorySearchJson> {
  const now = Date.now();
  return {
    json: memorySearchAnswer(query, hits, now, meaning),
    text: () =>
      hits.length > 0
        ? hits.flatMap(({ row, excerpt }) => [memoryLine(row, now), ...excerptLines(row, excerpt)])
        : ['Nothing like that is remembered.', ...wordsOnly(meaning)],
  };
}

/** What may have been missed, and why. */
function wordsOnly(meaning: MeaningStatus | undefined): readonly string[] {
  if (meaning === undefined || meaning.state === 'on') return [];
  const reason = meaning.reason === null ? '' : ` (${oneLine(meaning.reason)})`;
  return [`Searched by words only${reason}; see: flowdeck model status`];
}

/** What belongs to an entry, or to an epic or task by its title and text. */
export const memoryRelated: CommandBody<MemoryRelatedJson> = async (context) => {
  const opened = await openMemory(context);
  const name = context.invocation.requiredArgument('ENTRY|TASK|EPIC');
  const about = await aboutOf(opened, name);
  const related = await opened.service.query('memory.related', {
    ...about,
    ...limitOf(context.invocation),
  });
  const now = Date.now();
  return {
    json: {
      id: 'id' in about ? about.id : name,
      related: related.map(({ row, score, reasons, tags }) => ({
        ...memoryJson(row, now),
        score,
        reasons,
        shared_tags: tags,
      })),
      count: related.length,
    },
    text: () =>
      related.length > 0
        ? related.map(({ row, reasons }) => `${memoryLine(row, now)}  by ${reasons.join(', ')}`)
        : ['Nothing that belongs to it is remembered.'],
  };
};

async function aboutOf(
  opened: Awaited<ReturnType<typeof openMemory>>,
  name: string,
): Promise<{ readonly id: number } | { readonly text: string }> {
  const { service } = opened;
  // Numbers and paths are entries; epics and tasks are named like fn-1 and fn-1.2.
  if (/^#?\d+$/.test(name) || /[/#]/.test(name)) return { id: await entryNamed(opened, name) };
  const { kind, id } = await service.query('id.resolve', { id: name });
  if (kind === 'epic') {
    const { row, body } = await service.query('epic.detail', { id });
    return { text: `${row.title}\n${body}` };
  }
  const { row, body } = await service.query('task.detail', { id });
  return { text: `${row.title}\n${body}` };
}

export function countsOf(rows: readonly MemoryRow[]): MemoryListJson['counts'] {
  return Object.fromEntries(
    memoryTypes.map((type) => [type, rows.filter((row) => row.type === type).length]),
  ) as MemoryListJson['counts'];
}

function detailLines({ row, content, related }: MemoryDetail, now: number): readonly string[] {
  return [
    `#${row.id} [${row.type}] ${oneLine(row.title)}`,
    ...fields([
      ['Track', row.track],
      ['Tags', row.tags.join(', ')],
      ['Module', row.module],
      ['Severity', row.severity],
      ['Problem', row.problemType],
      ['Component', row.component],
      ['Status', isStale(row, now) ? `${row.status}, to be looked at again` : row.status],
      ['Key', row.key],
      ['Related', related.join(', ')],
      ['References', row.references],
      ['Created', row.createdAt.slice(0, 10)],
      ['Verified', row.lastVerified?.slice(0, 10) ?? null],
    ]),
    '',
    ...linesOf(content),
  ];
}

/** The place of the hit, where the line above does not show it already. */
function excerptLines(row: MemoryRow, excerpt: string): readonly string[] {
  const place = oneLine(excerpt);
  const whole = (text: string): string => text.replace(/^…|…$/g, '');
  const [above, below] = [whole(headline(row)), whole(place)];
  return above.includes(below) || below.startsWith(above) ? [] : [`  ${place}`];
}

function headline({ summary, title }: MemoryRow): string {
  return oneLine(summary === '' ? title : summary);
}
