import type { Cursor, Delta } from '../domain/contract/rows.js';
import { serialiseError, type SerialisedError } from '../domain/errors.js';
import type { FromThread } from './protocol.js';

/** At most so often a delta is posted while changes go on: eight times a second, in milliseconds. */
export const deltaInterval = 125;

/** How long looking may fail in a row before the store is given up, in milliseconds. */
export const failurePatience = 2000;

export interface FeedSource {
  /** Goes over to the file that is now at the path, where it was replaced. */
  refresh(): Promise<void>;
  /** Moves when another connection committed; null means "cannot tell". */
  dataVersion(): Promise<number | null>;
  changes(cursor: Cursor): Promise<Delta | null>;
}

export interface FeedParts {
  readonly source: FeedSource;
  readonly post: (message: FromThread) => void;
  /** A look has become due. */
  readonly onDue: () => void;
  /** Looking failed for longer than its patience. */
  readonly onBroken: (error: SerialisedError) => void;
  /** Milliseconds of a clock that never goes back; for tests. */
  readonly now?: () => number;
}

interface Subscription {
  cursor: Cursor;
  /** Nothing was looked up for it yet. */
  fresh: boolean;
  /** The rows that it knows are of a file that was replaced. */
  stale: boolean;
  /** The last answer may have been a part only: whatever the data version says, ask again. */
  unfinished: boolean;
}

/**
 * The change feed: told that something may have changed (a commit seen in the directory, a poll, a command of our
 * own), it looks once and posts what is new to each subscriber. The first change is told at once, those that follow
 * are gathered.
 */
export class Feed {
  readonly #parts: FeedParts;
  readonly #now: () => number;
  readonly #subscriptions = new Map<number, Subscription>();
  /** A hint came since the last look. */
  #hinted = false;
  /** Commands of our own do not move the data version. */
  #touched = false;
  #version: number | null = null;
  #notBefore = -Infinity;
  #failingSince: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
  }

  subscribe(subscription: number, cursor: Cursor): void {
    this.#subscriptions.set(subscription, {
      cursor,
      fresh: true,
      stale: false,
      unfinished: false,
    });
    this.#parts.onDue();
  }

  unsubscribe(subscription: number): void {
    this.#subscriptions.delete(subscription);
  }

  /** Something may have changed. */
  hint(): void {
    if (this.#stopped) return;
    this.#hinted = true;
    if (this.due()) this.#parts.onDue();
    else this.#schedule();
  }

  touched(): void {
    this.#touched = true;
    this.hint();
  }

  /** The file was replaced and opened anew: every subscriber starts over. */
  reloaded(): void {
    this.#version = null;
    for (const subscription of this.#subscriptions.values()) subscription.stale = true;
    this.hint();
  }

  due(): boolean {
    if (this.#stopped) return false;
    if (this.#hinted && this.#now() >= this.#notBefore) return true;
    if (this.#failingSince !== null) return false;
    for (const { fresh } of this.#subscriptions.values()) if (fresh) return true;
    return false;
  }

  async look(): Promise<void> {
    this.#hinted = false;
    this.#unschedule();
    try {
      await this.#parts.source.refresh();
      await this.#tellNews();
      this.#failingSince = null;
    } catch (thrown) {
      this.#version = null;
      const error = serialiseError(thrown);
      this.#parts.post({ kind: 'feed-error', error });
      this.#failingSince ??= this.#now();
      if (error.code !== 'store.busy' && this.#now() - this.#failingSince > failurePatience) {
        this.stop();
        this.#parts.onBroken(error);
        return;
      }
      this.#notBefore = this.#now() + deltaInterval;
      this.hint();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#unschedule();
  }

  async #tellNews(): Promise<void> {
    const own = this.#touched;
    this.#touched = false;
    // Read before the changes: what is committed between the two moves it again.
    const version = await this.#parts.source.dataVersion();
    const outside = version === null || version !== this.#version;
    const known = this.#version !== null;
    this.#version = version;
    const answers = new Map<string, Delta | null>();
    for (const [id, subscription] of this.#subscriptions) {
      const { fresh, stale, unfinished } = subscription;
      if (!own && !outside && !fresh && !stale && !unfinished) continue;
      // No database has the empty id, so the answer to it is a reload.
      const cursor = stale ? { ...subscription.cursor, databaseId: '' } : subscription.cursor;
      const key = JSON.stringify(cursor);
      let delta = answers.get(key);
      if (delta === undefined) {
        delta = await this.#parts.source.changes(cursor);
        answers.set(key, delta);
      }
      subscription.fresh = false;
      subscription.stale = false;
      subscription.unfinished = delta !== null && !delta.reload;
      if (!delta) continue;
      subscription.cursor = delta.cursor;
      this.#parts.post({
        kind: 'delta',
        subscription: id,
        delta,
        lagMilliseconds: known && outside && !own && !fresh ? lagOf(delta) : null,
      });
      this.#notBefore = this.#now() + deltaInterval;
      this.#hinted = true;
    }
    if (this.#hinted) this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        if (this.due()) this.#parts.onDue();
        else if (this.#hinted) this.#schedule();
      },
      Math.max(0, this.#notBefore - this.#now()),
    );
  }

  #unschedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** How long ago the newest event happened, in milliseconds. */
function lagOf(delta: Delta): number | null {
  const newest = delta.events.at(-1);
  return newest ? Math.max(0, Date.now() - Date.parse(newest.timestamp)) : null;
}
