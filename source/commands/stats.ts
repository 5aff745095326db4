/** Figures, from the command line. Keys in JSON are those of the calls in snake case. */
import { formatCost, formatDuration, formatTokens } from '../domain/format.js';
import { quoted } from '../domain/quote.js';
import { displayWidth, padEnd, sanitise, truncate } from '../platform/terminal-text.js';
import type { Answer, CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import type { Invocation } from './invocation.js';
import { fields, plural } from './text.js';
import { UsageError } from './usage-error.js';

export const statsSummary = (async ({ project }) => {
  const { service } = await project.open();
  const found = await service.query('stats.summary', {});
  return {
    json: snake(found),
    text: () =>
      fields([
        ['Epics', `${found.totalEpics}, ${found.openEpics} open`],
        [
          'Tasks',
          `${found.totalTasks}, ${found.doneTasks} done, ${found.inProgressTasks} in progress, ` +
            `${found.blockedTasks} blocked`,
        ],
        ['Events', found.totalEvents],
        ['Tokens', formatTokens(found.totalTokens)],
        ['Cost', formatCost(found.totalCostUsd)],
      ]),
  };
}) satisfies CommandBody;

export const statsEpics = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const epicId = await resolveEpic(service, invocation.text('epic'));
  const rows = await service.query('stats.epics', { ...(epicId !== undefined && { epicId }) });
  return {
    json: {
      epics: rows.map(({ epicId: id, ...rest }) => ({ id, ...snake(rest) })),
      count: rows.length,
    },
    text: () =>
      table(
        ['Epic', 'Title', 'Done', 'Mean', 'Tokens', 'Cost'],
        rows.map((row) => [
          row.epicId,
          row.title,
          `${row.doneCount}/${row.taskCount}`,
          formatDuration(row.avgDurationSecs),
          formatTokens(row.totalTokens),
          formatCost(row.totalCost),
        ]),
        'There are no epics.',
      ),
  };
}) satisfies CommandBody;

export const statsWeekly = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const weeks = invocation.integer('weeks');
  const rows = await service.query('stats.weekly', {
    now: now(),
    ...(weeks !== undefined && { weeks }),
  });
  return {
    json: { weekly_trends: rows.map(snake), count: rows.length },
    text: () =>
      table(
        ['Week', 'Started', 'Completed', 'Failed'],
        rows.map((row) => [row.week, row.tasksStarted, row.tasksCompleted, row.tasksFailed]),
        'Nothing happened in these weeks.',
      ),
  };
}) satisfies CommandBody;

export const statsTokens = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const epicId = await resolveEpic(service, invocation.text('epic'));
  const rows = await service.query('stats.tokens', { ...(epicId !== undefined && { epicId }) });
  return {
    json: { token_usage: rows.map(snake), count: rows.length },
    text: () =>
      table(
        ['Epic', 'Model', 'Input', 'Output', 'Cache read', 'Cache write', 'Cost'],
        rows.map((row) => [
          row.epicId ?? '-',
          row.model,
          ...[row.inputTokens, row.outputTokens, row.cacheRead, row.cacheWrite].map(formatTokens),
          formatCost(row.estimatedCost),
        ]),
        'No tokens are recorded.',
      ),
  };
}) satisfies CommandBody;

export const statsBottlenecks = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const limit = invocation.integer('limit');
  const rows = await service.query('stats.bottlenecks', { ...(limit !== undefined && { limit }) });
  return {
    json: { bottlenecks: rows.map(snake), count: rows.length },
    text: () =>
      table(
        ['Task', 'Title', 'Status', 'Took', 'Reason'],
        rows.map((row) => [
          row.taskId,
          row.title,
          row.status,
          formatDuration(row.durationSecs),
          row.blockedReason ?? '',
        ]),
        'No task is done, blocked or in progress.',
      ),
  };
}) satisfies CommandBody;

export const statsDora = (async ({ project }) => {
  const { service } = await project.open();
  const found = await service.query('stats.dora', { now: now() });
  const hours = (value: number | null): string =>
    value === null ? 'unknown' : formatDuration(value * 3600);
  return {
    json: snake(found),
    text: () =>
      fields([
        ['Lead time', hours(found.leadTimeHours)],
        ['Throughput', `${found.throughputPerWeek} a week`],
        ['Change failure rate', `${(found.changeFailureRate * 100).toFixed(1)}%`],
        ['Time to restore', hours(found.timeToRestoreHours)],
      ]),
  };
}) satisfies CommandBody;

export const statsDomains = (async ({ project }) => {
  const { service } = await project.open();
  const rows = await service.query('stats.domains', {});
  return {
    json: { domains: rows.map(snake), count: rows.length },
    text: () =>
      table(
        ['Domain', 'Done', 'Mean', 'Spread'],
        rows.map((row) => [
          row.domain,
          row.completedCount,
          formatDuration(row.avgDurationSecs),
          formatDuration(row.stddevDurationSecs),
        ]),
        'No finished task tells how long it took.',
      ),
  };
}) satisfies CommandBody;

export const statsRollup = (async ({ project }) => {
  const { service } = await project.open();
  const { monthsUpdated } = await service.command('stats.rollup', {});
  return {
    json: { months_updated: monthsUpdated },
    text: () => [`Counted ${plural(monthsUpdated, 'month')} anew.`],
  };
}) satisfies CommandBody;

export const statsCleanup = (async ({ project }) => {
  const { service } = await project.open();
  const { deleted, events, days, before } = await service.command('stats.cleanup', {});
  const day = before.slice(0, 10);
  return {
    json: { deleted, events, days, before },
    text: () => [
      `Deleted ${plural(events, 'old event')} and the counts of ${plural(days, 'day')}.`,
      ...(events > 0
        ? [`What was done before ${day} can no longer be undone, nor its receipts be shown.`]
        : []),
    ],
  };
}) satisfies CommandBody;

export const tokensRecord = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const cost = invocation.text('cost');
  if (cost !== undefined && (cost.trim() === '' || !Number.isFinite(Number(cost)))) {
    throw new UsageError(`--cost is a number of dollars, not ${quoted(cost)}.`);
  }
  const { id } = await service.command('tokens.record', {
    inputTokens: invocation.integer('input') ?? 0,
    outputTokens: invocation.integer('output') ?? 0,
    ...optional(invocation, { epicId: 'epic', taskId: 'task', phase: 'phase', model: 'model' }),
    ...counts(invocation, { cacheRead: 'cache-read', cacheWrite: 'cache-write' }),
    ...(cost !== undefined && { costUsd: Number(cost) }),
  });
  return { json: { id, message: 'Tokens recorded' }, text: () => [`Tokens recorded as ${id}.`] };
}) satisfies CommandBody;

export const tokensList = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const limit = invocation.integer('limit');
  const rows = await service.query('tokens.list', {
    ...optional(invocation, { epicId: 'epic', taskId: 'task' }),
    ...(limit !== undefined && { limit }),
  });
  return {
    json: { token_usage: rows.map(snake), count: rows.length },
    text: () =>
      table(
        ['Time', 'Task', 'Phase', 'Model', 'Input', 'Output', 'Cost'],
        rows.map((row) => [
          row.timestamp,
          row.taskId ?? row.epicId ?? '-',
          row.phase ?? '-',
          row.model ?? 'unknown',
          formatTokens(row.inputTokens),
          formatTokens(row.outputTokens),
          row.estimatedCost === null ? '' : formatCost(row.estimatedCost),
        ]),
        'No tokens are recorded.',
      ),
  };
}) satisfies CommandBody;

function optional<Keys extends string>(
  invocation: Invocation,
  names: Readonly<Record<Keys, string>>,
): Partial<Record<Keys, string>> {
  const given = Object.entries<string>(names).flatMap(([key, flag]) => {
    const value = invocation.text(flag);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(given) as Partial<Record<Keys, string>>;
}

function counts<Keys extends string>(
  invocation: Invocation,
  names: Readonly<Record<Keys, string>>,
): Partial<Record<Keys, number>> {
  const given = Object.entries<string>(names).flatMap(([key, flag]) => {
    const value = invocation.integer(flag);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(given) as Partial<Record<Keys, number>>;
}

function now(): string {
  return new Date().toISOString();
}

type SnakeCase<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : '';
type SnakeKeys<Row> = {
  readonly [Key in keyof Row as Key extends string ? SnakeCase<Key> : Key]: Row[Key];
};

/** `totalCostUsd` is `total_cost_usd`. */
function snake<Row extends object>(row: Row): SnakeKeys<Row> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]: [string, unknown]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  ) as SnakeKeys<Row>;
}

const widestCell = 40;

/** Columns by their width in cells, so that no character is cut in two. */
function table(
  titles: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  empty: string,
): ReturnType<Answer['text']> {
  if (rows.length === 0) return [empty];
  const cells = rows.map((row) =>
    row.map((cell) => truncate(sanitise(String(cell)).replace(/\s+/g, ' '), widestCell)),
  );
  const widths = titles.map((title, column) =>
    Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[column] ?? ''))),
  );
  return [titles, ...cells].map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
