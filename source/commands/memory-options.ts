/** What the commands of the memory have in common: their flags as the calls name them, names, lines. */
import type { MemoryRow } from '../domain/contract/rows.js';
import { isStale } from '../domain/memory-age.js';
import type { CommandContext } from './definition.js';
import type { Invocation } from './invocation.js';
import { readInput } from './input.js';
import type { Opened } from './project.js';
import { oneLine } from './text.js';
import { UsageError } from './usage-error.js';

/** Which entries are meant; of several tags each one counts. */
export function choiceOf(invocation: Invocation): Readonly<Record<string, unknown>> {
  const tags = invocation.list('tags');
  return {
    ...given(invocation, {
      type: 'type',
      module: 'module',
      track: 'track',
      severity: 'severity',
      problemType: 'problem-type',
      status: 'status',
    }),
    ...(tags && { tags, everyTag: true }),
    ...(invocation.switch('stale') && { stale: true }),
  };
}

/** The text flags that were given, under the names of the call. */
export function given(
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

export function limitOf(invocation: Invocation): { readonly limit?: number } {
  const limit = invocation.integer('limit');
  if (limit === undefined) return {};
  if (limit < 1) throw new UsageError(`--limit is at least 1, not ${limit}.`);
  return { limit };
}

/**
 * A text as an argument, as `-` for standard input, or from a file.
 * @returns undefined where none is given
 */
export async function textOf(
  { io, invocation }: CommandContext,
  argument: string | undefined,
): Promise<string | undefined> {
  const file = invocation.text('file');
  if (file !== undefined) {
    if (argument !== undefined) throw new UsageError('Give the text or --file, not both.');
    return readInput(io, file, '--file');
  }
  return argument === '-' ? readInput(io, argument, 'TEXT') : argument;
}

/** The project's services, where its memory is on. */
export async function openMemory(context: CommandContext): Promise<Opened> {
  const opened = await context.project.open();
  const { requireMemory } = await import('../service/memory-required.js');
  await requireMemory((name, input) => opened.service.query(name, input));
  return opened;
}

/** The entry that the command line names. */
export async function entryNamed({ service }: Opened, name: string): Promise<number> {
  return (await service.query('memory.resolve', { name })).id;
}

export function memoryLine(row: MemoryRow, now = Date.now()): string {
  const tags = row.tags.length > 0 ? ` (${row.tags.join(', ')})` : '';
  const stale = isStale(row, now) ? ' (stale)' : '';
  const words = oneLine(row.summary === '' ? row.title : row.summary);
  return `#${row.id} [${row.type}] ${words}${tags}${stale}`;
}
