/** What belongs to one person and not to the shared database: what was looked at, and how the screen was left. */
import { paneNames, type PaneName } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';
import { lookedAtAll, unreadOf, type NewsMap, type Seen } from './unread.js';

export interface PersonalState {
  readonly seen: Seen;
  readonly layout: { readonly focus: PaneName; readonly zoomed: boolean };
}

/** The state as plain JSON, for the file. What is seen is told as shortly as it can be. */
export function personalJson(
  state: Pick<CockpitState, 'seen' | 'focus' | 'zoomed'>,
  news: NewsMap,
  lastEvent: number,
): Readonly<Record<string, unknown>> {
  const { seen, focus, zoomed } = state;
  const { tasks, epics, actors } = unreadOf(news, seen);
  const all = tasks.size + epics.size + actors.size === 0;
  const { base, entities } = all ? lookedAtAll(lastEvent) : seen;
  return { version: 1, seen: { base, entities: Object.fromEntries(entities) }, focus, zoomed };
}

/** What of a file can be understood; null where that is nothing. */
export function parsePersonal(value: unknown): PersonalState | null {
  if (!isObject(value) || value['version'] !== 1 || !isObject(value['seen'])) return null;
  const { base, entities } = value['seen'];
  if (!isEventId(base)) return null;
  const known = Object.entries(isObject(entities) ? entities : {}).filter(
    (entry): entry is [string, number] => isEventId(entry[1]),
  );
  const focus = paneNames.find((name) => name === value['focus']) ?? 'epics';
  return {
    seen: { base, entities: new Map(known) },
    layout: { focus, zoomed: value['zoomed'] === true },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEventId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
