/** An action of the history in full: its events, and what each field was before and after. */
import type { FullEvent } from '../../domain/contract/rows.js';
import type { StoreClient } from '../../domain/contract/store-client.js';
import type { HistoryEntry } from '../../domain/contract/triage-calls.js';
import { dateAndTime } from '../panes/clock.js';
import { particularsText, sentenceText } from '../panes/event-text.js';

/** Enough to understand what was done; a bulk of hundreds says the same of each. */
const mostEntities = 20;
const mostEvents = 40;
const perEntity = 200;
/** Longer values say that they differ, not how. */
const longestValue = 60;
const shownBefore = 20;

/** Lines in Markdown. */
export async function actionLines(store: StoreClient, entry: HistoryEntry): Promise<string[]> {
  const events = await eventsOf(store, entry);
  const who = entry.actor ?? entry.origin;
  const more = entry.entities.length - mostEntities;
  return [
    `${dateAndTime(entry.at)}, by ${who} (${entry.origin})`,
    '',
    ...(entry.state === 'undone' ? ['It was taken back.', ''] : []),
    ...(entry.refusal === null ? [] : [`Not possible now: ${entry.refusal}`, '']),
    '# Events',
    '',
    ...events.flatMap(eventLines),
    ...(events.length === 0 ? ['They are older than what is kept at hand.'] : []),
    ...(more > 0 ? ['', `and those of ${more} more`] : []),
  ];
}

async function eventsOf(store: StoreClient, entry: HistoryEntry): Promise<FullEvent[]> {
  const ids = new Set<number>();
  for (const { kind, id } of entry.entities.slice(0, mostEntities)) {
    const rows = await store.query('events.list', {
      ...(kind === 'task' && { taskId: id }),
      ...(kind === 'epic' && { epicId: id }),
      limit: perEntity,
    });
    for (const row of rows) if (row.commandId === entry.commandId) ids.add(row.id);
  }
  const wanted = [...ids].sort((left, right) => left - right).slice(0, mostEvents);
  const events: FullEvent[] = [];
  for (const id of wanted) events.push(await store.query('event.full', { id }));
  return events;
}

function eventLines(event: FullEvent): string[] {
  const particulars = particularsText(event);
  return [
    `- ${sentenceText(event)}${particulars === '' ? '' : `: ${particulars}`}`,
    ...event.fields.map((field) => {
      const [before, after] = valueTexts(event.before[field], event.after[field]);
      return `  - ${field}: ${before} → ${after}`;
    }),
  ];
}

/** Long texts from a little before the place where they differ. */
function valueTexts(before: unknown, after: unknown): [string, string] {
  const [left, right] = [lineOf(before), lineOf(after)];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  const long = Math.max(left.length, right.length) > longestValue;
  const from = long ? Math.max(0, at - shownBefore) : 0;
  return [excerpt(left, from), excerpt(right, from)];
}

function lineOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/\s+/g, ' ').trim();
}

function excerpt(text: string, from: number): string {
  if (text === '') return 'nothing';
  const end = from + longestValue;
  return `${from > 0 ? '…' : ''}${text.slice(from, end)}${text.length > end ? '…' : ''}`;
}
