/** What belongs to one person and not to the shared database: what was looked at, and how the screen was left. */
import { paneNames, type PaneName } from '../panes/pane.js';
import { listKinds } from '../../search/filter-language/index.js';
import type { CockpitState } from './cockpit-state.js';
import { lookedAtAll, unreadOf, type NewsMap, type Seen } from './unread.js';
import type { SavedView } from './views.js';

export interface PersonalState {
  readonly seen: Seen;
  readonly layout: { readonly focus: PaneName; readonly zoomed: boolean };
  readonly views: readonly SavedView[];
  /** What narrowed and ordered the lists last. */
  readonly searches: Readonly<Partial<Record<PaneName, string>>>;
}

/** The state as plain JSON, for the file. What is seen is told as shortly as it can be. */
export function personalJson(
  state: Pick<CockpitState, 'seen' | 'focus' | 'zoomed' | 'views'>,
  searches: PersonalState['searches'],
  news: NewsMap,
  lastEvent: number,
): Readonly<Record<string, unknown>> {
  const { seen, focus, zoomed, views } = state;
  const { tasks, epics, actors } = unreadOf(news, seen);
  const all = tasks.size + epics.size + actors.size === 0;
  const { base, entities } = all ? lookedAtAll(lastEvent) : seen;
  const kept = { base, entities: Object.fromEntries(entities) };
  return { version: 1, seen: kept, focus, zoomed, views, searches };
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
    views: listOf(value['views']).flatMap((view) => parseView(view) ?? []),
    searches: parseSearches(value['searches']),
  };
}

function parseView(value: unknown): SavedView | null {
  if (!isObject(value)) return null;
  const { name, text } = value;
  const kind = listKinds.find((each) => each === value['kind']);
  return kind && typeof name === 'string' && typeof text === 'string' ? { kind, name, text } : null;
}

function parseSearches(value: unknown): PersonalState['searches'] {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    paneNames.flatMap((name) => {
      const text = value[name];
      return typeof text === 'string' && text !== '' ? [[name, text]] : [];
    }),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEventId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
