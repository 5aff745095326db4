/** What changed since one last looked: which rows are unread, and what looking at them clears. */
import type { News } from '../../domain/contract/news-calls.js';
import type { EventRow } from '../../domain/contract/rows.js';
import { isNews } from '../../domain/news.js';

/** The last news about each, by its id. */
export interface NewsMap {
  readonly tasks: ReadonlyMap<string, { readonly epicId: string | null; readonly event: number }>;
  readonly epics: ReadonlyMap<string, number>;
  readonly actors: ReadonlyMap<string, number>;
}

export const noNews: NewsMap = { tasks: new Map(), epics: new Map(), actors: new Map() };

/** What one has looked at: everything up to `base`, and of some things more. */
export interface Seen {
  readonly base: number;
  /** The last event that was seen, by `task ID`, `epic ID`, `actor NAME`. */
  readonly entities: ReadonlyMap<string, number>;
}

export const nothingSeen: Seen = { base: 0, entities: new Map() };

export function newsMap({ tasks, epics, actors }: News): NewsMap {
  return {
    tasks: new Map(tasks.map(({ id, epicId, event }) => [id, { epicId, event }])),
    epics: new Map(epics.map(({ id, event }) => [id, event])),
    actors: new Map(actors.map(({ id, event }) => [id, event])),
  };
}

/** The news with those of events that just happened; the same object where they are none to this actor. */
export function withEvents(news: NewsMap, events: readonly EventRow[], actor: string): NewsMap {
  const worth = events.filter((event) => isNews(event, actor));
  if (worth.length === 0) return news;
  const tasks = new Map(news.tasks);
  const epics = new Map(news.epics);
  const actors = new Map(news.actors);
  for (const { id, taskId, epicId, actor: by } of worth) {
    if (taskId !== null) tasks.set(taskId, { epicId, event: id });
    else if (epicId !== null) epics.set(epicId, id);
    if (by !== null) actors.set(by, id);
  }
  return { tasks, epics, actors };
}

/** The ids that carry a mark, by what they name. */
export interface Unread {
  readonly tasks: ReadonlySet<string>;
  /** Those with news of their own or of one of their tasks. */
  readonly epics: ReadonlySet<string>;
  readonly actors: ReadonlySet<string>;
}

let last: { news: NewsMap; seen: Seen; unread: Unread } | null = null;

export function unreadOf(news: NewsMap, seen: Seen): Unread {
  if (last?.news === news && last.seen === seen) return last.unread;
  const isUnread = (key: string, event: number): boolean =>
    event > Math.max(seen.base, seen.entities.get(key) ?? 0);
  const tasks = new Set<string>();
  const epics = new Set<string>();
  for (const [id, { epicId, event }] of news.tasks) {
    if (!isUnread(`task ${id}`, event)) continue;
    tasks.add(id);
    if (epicId !== null) epics.add(epicId);
  }
  for (const [id, event] of news.epics) if (isUnread(`epic ${id}`, event)) epics.add(id);
  const actors = new Set(
    [...news.actors].flatMap(([id, event]) => (isUnread(`actor ${id}`, event) ? [id] : [])),
  );
  const unread = { tasks, epics, actors };
  last = { news, seen, unread };
  return unread;
}

/** After a look at something: its news are seen. The same object where there were none. */
export function looked(
  seen: Seen,
  news: NewsMap,
  kind: 'task' | 'epic' | 'actor',
  id: string,
): Seen {
  const event =
    kind === 'task'
      ? news.tasks.get(id)?.event
      : (kind === 'epic' ? news.epics : news.actors).get(id);
  const key = `${kind} ${id}`;
  if (event === undefined || event <= Math.max(seen.base, seen.entities.get(key) ?? 0)) return seen;
  return { ...seen, entities: new Map(seen.entities).set(key, event) };
}

/** Everything that is known is seen. */
export function lookedAtAll(upTo: number): Seen {
  return { base: upTo, entities: new Map() };
}
