/** Which events are worth a look, for unread marks and notifications. */
import type { EventRow } from './contract/rows.js';
import { eventKinds, type EventKind } from './vocabulary.js';

/** Everything but mere details. */
export const newsKinds: readonly EventKind[] = (Object.keys(eventKinds) as EventKind[]).filter(
  (kind) => eventKinds[kind].level !== 'debug',
);
const known: ReadonlySet<string> = new Set(newsKinds);

/** Whether an event is news to an actor: somebody else's, and no mere detail. */
export function isNews({ kind, actor }: Pick<EventRow, 'kind' | 'actor'>, to: string): boolean {
  return actor !== to && known.has(kind);
}
