/** Which changes somebody who looks elsewhere is told of, and when: pure. */
import type { InboxItem } from '../../domain/contract/coordination-calls.js';
import type { Delta, EpicRow, EventRow } from '../../domain/contract/rows.js';
import { shortId } from '../../domain/ids.js';
import type { EventKind } from '../../domain/vocabulary.js';
import { finishedCount } from '../panes/progress-bar.js';
import { clean } from '../spans.js';

export type MatterKind = 'blocked' | 'failed' | 'stale' | 'done';

/** Something that somebody is to be told of. */
export interface Matter {
  readonly kind: MatterKind;
  /** The task or epic. */
  readonly id: string;
  /** One sentence. */
  readonly text: string;
  /** The same for the same occurrence, however it became known. */
  readonly key: string;
}

export interface Notification {
  readonly matters: readonly Matter[];
  /** All of them in one line. */
  readonly text: string;
}

/** What was told, and what waits to be. */
export interface Telling {
  /** Keys of what was told or need not be, the oldest first. */
  readonly told: readonly string[];
  readonly waiting: readonly Matter[];
  /** When the last notification was sent; null for never. */
  readonly sentAt: number | null;
}

export const nothingTold: Telling = { told: [], waiting: [], sentAt: null };

/** What comes within this time is told together. */
export const gatherFor = 1_000;
/** From one notification to the next. */
export const quietFor = 30_000;
const rememberedKeys = 500;
const namedMatters = 3;

const kinds: Readonly<Partial<Record<EventKind, MatterKind>>> = {
  task_blocked: 'blocked',
  task_failed: 'failed',
  epic_closed: 'done',
};

/** What a delta tells that matters. What a person did at this screen is no news. */
export function mattersOf(
  epics: readonly EpicRow[],
  delta: Pick<Delta, 'events' | 'epics'>,
  actor: string,
): readonly Matter[] {
  const own = (event: EventRow): boolean => event.actor === actor && event.origin === 'cockpit';
  const fromEvents = delta.events.flatMap((event): Matter[] => {
    const kind = kinds[event.kind];
    if (kind === undefined || own(event)) return [];
    const id = event.taskId ?? event.epicId ?? event.entityId;
    return [{ kind, id, text: sentence(kind, id, event), key: occurrence(kind, id, event.id) }];
  });
  const known = new Map(epics.map((epic) => [epic.id, epic]));
  const finished = delta.epics.flatMap((epic): Matter[] => {
    const before = known.get(epic.id);
    if (!before || isFinished(before) || !isFinished(epic)) return [];
    const last = delta.events.findLast(({ epicId }) => epicId === epic.id);
    if (last && own(last)) return [];
    const text = `${shortId(epic.id)}: all its tasks are finished.`;
    return [{ kind: 'done', id: epic.id, text, key: occurrence('done', epic.id, epic.version) }];
  });
  return [...fromEvents, ...finished];
}

/** Agents that were not stale before and are now. */
export function staleMatters(
  before: readonly InboxItem[],
  after: readonly InboxItem[],
): readonly Matter[] {
  const known = new Set(before.map(({ key, since }) => `${key} ${since}`));
  return after.flatMap((item): Matter[] => {
    if (item.kind !== 'stale' || known.has(`${item.key} ${item.since}`)) return [];
    const id = item.taskId ?? item.epicId ?? '';
    const who = clean(item.actor ?? '').replace(/@.*$/, '') || 'its agent';
    const text = `${shortId(id)}: ${who} gives no sign of life.`;
    return [{ kind: 'stale', id, text, key: occurrence('stale', id, item.since) }];
  });
}

/** Takes in what happened. While somebody looks at the screen it is seen there, and told to nobody. */
export function hear(telling: Telling, matters: readonly Matter[], away: boolean): Telling {
  const fresh = matters.filter(({ key }) => !telling.told.includes(key));
  if (fresh.length === 0) return telling;
  const told = [...telling.told, ...fresh.map(({ key }) => key)].slice(-rememberedKeys);
  return { ...telling, told, waiting: away ? [...telling.waiting, ...fresh] : telling.waiting };
}

/** Somebody looks: what waits is on the screen. */
export function lookedAt(telling: Telling): Telling {
  return telling.waiting.length === 0 ? telling : { ...telling, waiting: [] };
}

/** How long to wait before what waits is told, in milliseconds; null where nothing does. */
export function waitOf({ waiting, sentAt }: Telling, now: number): number | null {
  if (waiting.length === 0) return null;
  return Math.max(gatherFor, sentAt === null ? 0 : sentAt + quietFor - now);
}

/** All that waits as one notification. */
export function tell(
  telling: Telling,
  now: number,
): { readonly telling: Telling; readonly notification: Notification | null } {
  const { waiting } = telling;
  if (waiting.length === 0) return { telling, notification: null };
  // A task that failed and was then blocked is one matter: the last word counts.
  const matters = [...new Map(waiting.map((matter) => [matter.id, matter])).values()];
  const named = matters.slice(0, namedMatters).map(({ text }) => text);
  const more = matters.length - named.length;
  const text = [...named, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
  return { telling: { ...telling, waiting: [], sentAt: now }, notification: { matters, text } };
}

function sentence(kind: MatterKind, id: string, { payload }: EventRow): string {
  if (kind === 'done') return `${shortId(id)} is done.`;
  const reason = typeof payload['reason'] === 'string' ? clean(payload['reason']) : '';
  const what = `${shortId(id)} ${kind === 'failed' ? 'failed' : 'is blocked'}`;
  return reason === '' ? `${what}.` : `${what}: ${reason.replace(/[.!]$/, '')}.`;
}

function occurrence(kind: MatterKind, id: string, which: string | number): string {
  return `${kind} ${id} ${which}`;
}

function isFinished({ counts, status }: EpicRow): boolean {
  return status === 'open' && counts.total > 0 && finishedCount(counts) === counts.total;
}
