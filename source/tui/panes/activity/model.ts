/** What the activity pane shows: events, newest first, runs of like debug events as one. */
import type { EventRow } from '../../../domain/contract/rows.js';
import type { ProjectData } from '../../state/project-data.js';
import { actorText, kindOf, particularsText, sentenceText } from '../event-text.js';
import { RowList } from '../row-list.js';

export interface ActivityItem {
  /** The newest event of the run. */
  readonly event: EventRow;
  /** Stays the same while a run grows. */
  readonly key: string;
  readonly count: number;
}

export interface ActivityModel {
  readonly list: RowList<ActivityItem>;
  readonly newest: number;
  /** How many events are newer than one, as far as they are known. */
  newerThan(id: number): number;
}

const models = new WeakMap<readonly EventRow[], ActivityModel>();

export function selectActivity({ events }: ProjectData): ActivityModel {
  let model = models.get(events);
  if (model === undefined) {
    model = modelOfEvents(events);
    models.set(events, model);
  }
  return model;
}

/** @param events newest first */
export function modelOfEvents(events: readonly EventRow[]): ActivityModel {
  return {
    list: new RowList(foldEvents(events), ({ key }) => key, searchText, {
      kind: 'events',
      rowOf: ({ event }) => event,
    }),
    newest: events[0]?.id ?? 0,
    newerThan: (id) => events.reduce((count, event) => count + (event.id > id ? 1 : 0), 0),
  };
}

/** Neighbouring debug events of one kind by one actor on one task become one item, keyed by the oldest. */
export function foldEvents(events: readonly EventRow[]): readonly ActivityItem[] {
  const items: { event: EventRow; key: string; count: number }[] = [];
  for (const event of events) {
    const last = items.at(-1);
    if (last !== undefined && canFold(last.event, event)) {
      last.count += 1;
      last.key = String(event.id);
    } else {
      items.push({ event, key: String(event.id), count: 1 });
    }
  }
  return items;
}

function canFold(newer: EventRow, older: EventRow): boolean {
  return (
    kindOf(newer).level === 'debug' &&
    newer.kind === older.kind &&
    newer.actor === older.actor &&
    newer.taskId === older.taskId &&
    newer.epicId === older.epicId
  );
}

function searchText({ event }: ActivityItem): string {
  return [event.entityId, actorText(event), sentenceText(event), particularsText(event)].join(' ');
}
