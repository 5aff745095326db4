/** The commands that remember and find. */
import type { MemoryRow } from '../domain/contract/rows.js';
import { memoryTypes } from '../domain/vocabulary.js';
import type { CommandBody } from './definition.js';
import type { Invocation } from './invocation.js';
import { readInput } from './input.js';
import { memoryJson } from './shapes.js';
import { oneLine } from './text.js';
import { UsageError } from './usage-error.js';

export const memoryAdd: CommandBody = async ({ project, invocation, io }) => {
  const text = invocation.requiredArgument('TEXT');
  const content = text === '-' ? await readInput(io, text, 'TEXT') : text;
  const tags = invocation.list('tags');
  const { service } = await project.open();
  const {
    id,
    duplicate,
    type,
    tags: kept,
  } = await service.command('memory.add', {
    type: invocation.requiredArgument('TYPE'),
    content,
    ...given(invocation, { module: 'module', severity: 'severity', problemType: 'problem-type' }),
    ...(tags && { tags }),
  });
  return {
    json: duplicate ? { id, duplicate: true } : { id, type, tags: kept, duplicate: false },
    text: () => [duplicate ? `Entry ${id} says the same already` : `Entry ${id} remembered`],
  };
};

export const memoryList: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const limit = invocation.integer('limit');
  const rows = await service.query('memory.list', {
    ...filters(invocation),
    ...(limit !== undefined && { limit }),
  });
  const now = Date.now();
  return {
    json: {
      counts: Object.fromEntries(
        memoryTypes.map((type) => [type, rows.filter((row) => row.type === type).length]),
      ),
      total: rows.length,
      total_refs: rows.reduce((sum, { references }) => sum + references, 0),
      index: rows.map((row) => memoryJson(row, now)),
    },
    text: () => (rows.length > 0 ? rows.map(memoryLine) : ['Nothing is remembered.']),
  };
};

export const memorySearch: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const query = invocation.rest('TEXT').join(' ');
  if (query.trim() === '') throw new UsageError('The text to search for is empty.');
  const hits = await service.query('memory.search', {
    text: query,
    limit: invocation.integer('limit') ?? 20,
    ...filters(invocation),
  });
  const now = Date.now();
  return {
    json: {
      query,
      results: hits.map(({ row, score, arm, excerpt }) => ({
        ...memoryJson(row, now),
        score,
        arm,
        excerpt,
      })),
      count: hits.length,
    },
    text: () =>
      hits.length > 0
        ? hits.flatMap(({ row, excerpt }) => [memoryLine(row), ...excerptLines(row, excerpt)])
        : ['Nothing like that is remembered.'],
  };
};

function filters(invocation: Invocation): Readonly<Record<string, string>> {
  return given(invocation, {
    type: 'type',
    module: 'module',
    track: 'track',
    severity: 'severity',
  });
}

/** The text flags that were given, under the names of the call. */
function given(
  invocation: Invocation,
  names: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, flag]) => {
      const value = invocation.text(flag);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function memoryLine(row: MemoryRow): string {
  const tags = row.tags.length > 0 ? ` (${row.tags.join(', ')})` : '';
  return `#${row.id} [${row.type}] ${headline(row)}${tags}`;
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
