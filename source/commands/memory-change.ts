/** The commands that change what is remembered. */
import type { InjectionLevel } from '../domain/contract/memory-calls.js';
import type { CommandBody } from './definition.js';
import { choiceOf, entryNamed, given, memoryLine, openMemory, textOf } from './memory-options.js';
import { memoryJson, type MemoryJson } from '../domain/memory-shapes.js';
import { plural } from './text.js';
import { UsageError } from './usage-error.js';

export type MemoryEditedJson = MemoryJson & {
  readonly version: number;
  /** The fields that differ now. */
  readonly changed: readonly string[];
};

export interface MemoryDeletedJson {
  readonly id: number;
  readonly deleted: true;
  readonly title: string;
}

export interface MemoryVerifiedJson {
  readonly id: number;
  readonly last_verified: string;
}

export interface MemoryGcJson {
  readonly dry_run: boolean;
  readonly days: number;
  readonly cutoff: string;
  readonly would_remove?: readonly number[];
  readonly removed?: readonly number[];
  readonly entries: readonly MemoryJson[];
  readonly count: number;
}

export interface MemoryInjectedJson {
  /** How much is given of an entry: L1 a line each, L2 whole texts of what matches, L3 whole texts of all. */
  readonly level: `L${InjectionLevel}`;
  readonly entries: readonly (MemoryJson & {
    readonly content?: string;
    readonly tokens: number;
  })[];
  readonly count: number;
  readonly tokens: number;
  readonly budget: number;
  readonly token_estimate: string;
  /** Ids that found no room. */
  readonly left_out: readonly number[];
}

export const memoryEdit: CommandBody<MemoryEditedJson> = async (context) => {
  const { invocation } = context;
  const content = await textOf(context, invocation.argument('TEXT'));
  const tags = invocation.list('tags');
  const related = invocation.list('related');
  const patch = {
    ...(content !== undefined && { content }),
    ...given(invocation, {
      type: 'type',
      title: 'title',
      module: 'module',
      severity: 'severity',
      problemType: 'problem-type',
      component: 'component',
      status: 'status',
    }),
    ...(tags && { tags }),
    ...(related && { related }),
  };
  if (Object.keys(patch).length === 0) {
    throw new UsageError('Say what to change: a text, --file, or one of the flags.');
  }
  const opened = await openMemory(context);
  const id = await entryNamed(opened, invocation.requiredArgument('ENTRY'));
  const { changed, version, row } = await opened.service.command('memory.edit', { id, ...patch });
  return {
    json: { ...memoryJson(row, Date.now()), version, changed },
    text: () => [
      changed.length > 0
        ? `Entry ${id} changed: ${changed.join(', ')}`
        : `Entry ${id} was like that already`,
    ],
  };
};

export const memoryDelete: CommandBody<MemoryDeletedJson> = async (context) => {
  const opened = await openMemory(context);
  const id = await entryNamed(opened, context.invocation.requiredArgument('ENTRY'));
  const { title } = await opened.service.command('memory.delete', { id });
  return {
    json: { id, deleted: true, title },
    text: () => [`Entry ${id} deleted; its text is kept in the log`],
  };
};

export const memoryVerify: CommandBody<MemoryVerifiedJson> = async (context) => {
  const opened = await openMemory(context);
  const id = await entryNamed(opened, context.invocation.requiredArgument('ENTRY'));
  const { lastVerified } = await opened.service.command('memory.verify', { id });
  return {
    json: { id, last_verified: lastVerified.slice(0, 10) },
    text: () => [`Entry ${id} verified on ${lastVerified.slice(0, 10)}`],
  };
};

export const memoryGc: CommandBody<MemoryGcJson> = async (context) => {
  const { invocation } = context;
  const { service } = await openMemory(context);
  const days = invocation.integer('days');
  const { dryRun, cutoff, entries, ...used } = await service.command('memory.gc', {
    dryRun: invocation.switch('dry-run'),
    ...(days !== undefined && { days }),
  });
  const now = Date.now();
  const ids = entries.map(({ id }) => id);
  return {
    json: {
      dry_run: dryRun,
      days: used.days,
      cutoff,
      [dryRun ? 'would_remove' : 'removed']: ids,
      entries: entries.map((row) => memoryJson(row, now)),
      count: ids.length,
    },
    text: () => [
      `${plural(ids.length, 'entry').replace('entrys', 'entries')} never referred to in ${used.days} days${dryRun ? '' : ' removed'}`,
      ...entries.map((row) => `  ${memoryLine(row, now)}`),
    ],
  };
};

/** What an agent is to know; of several tags any one counts. */
export const memoryInject: CommandBody<MemoryInjectedJson> = async (context) => {
  const { invocation } = context;
  const { tokenEstimate } = await import('../domain/memory-injection.js');
  const { service } = await openMemory(context);
  const budget = invocation.integer('budget');
  const injected = await service.command('memory.inject', {
    ...choiceOf(invocation),
    everyTag: false,
    full: invocation.switch('full'),
    ...(budget !== undefined && { budget }),
  });
  const { level, entries, leftOut, tokens } = injected;
  const now = Date.now();
  const left = `${leftOut.length} left out for want of room: ${leftOut.map((id) => `#${id}`).join(' ')}`;
  return {
    json: {
      level: `L${level}`,
      entries: entries.map((entry) => ({
        ...memoryJson(entry.row, now),
        ...(entry.content !== null && { content: entry.content }),
        tokens: entry.tokens,
      })),
      count: entries.length,
      tokens,
      budget: injected.budget,
      token_estimate: tokenEstimate,
      left_out: leftOut,
    },
    text: () => [
      ...entries.flatMap(({ text }) => text.split('\n')),
      ...(entries.length === 0 && leftOut.length === 0 ? ['Nothing is remembered.'] : []),
      ...(leftOut.length > 0 ? [`(${left}; --budget ${injected.budget})`] : []),
    ],
  };
};
