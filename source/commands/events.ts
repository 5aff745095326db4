/** The event log, and following it. */
import { quoted } from '../domain/quote.js';
import type { EventRow } from '../domain/contract/rows.js';
import { eventKinds } from '../domain/vocabulary.js';
import type { CommandBody, CommandContext } from './definition.js';
import { nearest } from '../search/distance.js';
import { resolveEpic, resolveTask, type Service } from './ids.js';
import type { Opened } from './project.js';
import { compactJson, printLines } from './output.js';
import { eventJson, type EventJson } from '../domain/shapes.js';
import { eventLines } from './text.js';
import { UsageError } from './usage-error.js';

interface Filter {
  readonly epicId?: string;
  readonly taskId?: string;
  readonly actor?: string;
  readonly kind?: string;
  readonly since?: string;
}

/** How often the file is looked at while following; a look costs some microseconds. */
const lookEvery = 200;

export interface EventsJson {
  /** Newest first. */
  readonly events: readonly EventJson[];
  readonly count: number;
}

export const events: CommandBody<EventsJson> = async (context) => {
  const { project, invocation } = context;
  checkWords(context);
  const opened = await project.open();
  const filter = await filterOf(context, opened.service);
  if (invocation.switch('follow')) {
    await follow(context, opened, filter);
    return null;
  }
  const limit = invocation.integer('limit') ?? 50;
  const rows = await opened.service.query('events.list', { ...filter, limit });
  return {
    json: { events: rows.map(eventJson), count: rows.length },
    text: () => (rows.length > 0 ? eventLines(rows) : ['There are no such events.']),
  };
};

/**
 * Prints what is appended from now on until interrupted; what happened since a time, or the last events, first when
 * `--since` or a limit is given.
 */
async function follow(
  { invocation, io, json }: CommandContext,
  { service, database }: Opened,
  filter: Filter,
): Promise<void> {
  const columns = { actor: 0, label: 0 };
  const print = (rows: readonly EventRow[]): void => {
    if (json) io.stdout.write(rows.map((row) => `${compactJson(eventJson(row))}\n`).join(''));
    else printLines(io, eventLines(rows, columns));
  };
  let ended = false;
  let wake = (): void => undefined;
  const stop = io.onInterrupt(() => {
    ended = true;
    wake();
  });
  try {
    const [newest] = await service.query('events.list', { limit: 1 });
    let afterId = newest?.id ?? 0;
    const limit = invocation.integer('limit');
    if (limit !== undefined) {
      const earlier = await service.query('events.list', { ...filter, limit });
      print(earlier.filter(({ id }) => id <= afterId).reverse());
    } else if (filter.since !== undefined) afterId = 0;
    let seen: number | null = null;
    for (;;) {
      const version = await database.dataVersion();
      if (version === null || version !== seen) {
        seen = version;
        let rows: readonly EventRow[];
        do {
          rows = await service.query('events.list', { ...filter, afterId, limit: 500 });
          if (rows.length > 0) print(rows);
          afterId = rows.at(-1)?.id ?? afterId;
        } while (rows.length === 500);
      }
      // The interruption may have come during any of the awaits above.
      if (isSet(() => ended)) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEvery);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (isSet(() => ended)) return;
    }
  } finally {
    stop();
  }
}

/** A flag that a listener sets behind the compiler's back. */
function isSet(flag: () => boolean): boolean {
  return flag();
}

function checkWords({ invocation }: CommandContext): void {
  const kind = invocation.text('type');
  if (kind !== undefined && !(kind in eventKinds)) {
    const [near] = nearest(kind, Object.keys(eventKinds), 1);
    throw new UsageError(
      `There is no event ${quoted(kind)}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    );
  }
  const since = invocation.text('since');
  if (since !== undefined && timeOf(since) === null) {
    throw new UsageError(`--since is no time: ${quoted(since)}. Write 30m, 2h, 3d or a date.`);
  }
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A date, or so long ago: `30m`, `2h`, `3d`. */
function timeOf(text: string): string | null {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text.trim()) ?? [];
  const seconds = Number(count) * (units[unit ?? ''] ?? NaN);
  const time = Number.isNaN(seconds) ? Date.parse(text) : Date.now() - seconds * 1000;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

async function filterOf({ invocation }: CommandContext, service: Service): Promise<Filter> {
  const epicId = await resolveEpic(service, invocation.text('epic'));
  const task = invocation.text('task');
  const taskId = task === undefined ? undefined : await resolveTask(service, task);
  const kind = invocation.text('type');
  const since = timeOf(invocation.text('since') ?? '');
  const actor = invocation.text('by');
  return {
    ...(epicId !== undefined && { epicId }),
    ...(taskId !== undefined && { taskId }),
    ...(kind !== undefined && { kind }),
    ...(since !== null && { since }),
    ...(actor !== undefined && { actor }),
  };
}
