/**
 * Reads the inbox and the agents: when they are shown, for the header's count, and again when a delta concerns them.
 * One query at a time and never many in a row, so that it is in nobody's way.
 */
import { FlowdeckError, messageOf } from '../../domain/errors.js';
import type { Delta } from '../../domain/contract/rows.js';
import type { Cockpit } from './cockpit.js';
import {
  tailLength,
  withAgents,
  withInbox,
  withReadingFailure,
  withTail,
  type Coordination,
} from './coordination.js';
import type { QueryFunction } from './load.js';

/** The shortest time from one reading to the next, where it is looked at and where it is only counted. */
export const shownPause = 400;
export const countedPause = 2_000;
/** Who is stale changes with time alone, while somebody works. */
export const ageingPause = 60_000;

export interface CoordinationReaderOptions {
  readonly cockpit: Cockpit;
  readonly query: QueryFunction;
  readonly now: () => number;
  /** Called before an answer is merged. */
  readonly beforeMerge: () => void;
}

interface Want {
  readonly what: 'inbox' | 'agents' | 'tail';
  readonly actor: string;
  /** Not before this time. */
  readonly due: number;
}

export class CoordinationReader {
  readonly #options: CoordinationReaderOptions;
  #inboxOld = true;
  #agentsOld = true;
  #readAt = { inbox: Number.NEGATIVE_INFINITY, agents: Number.NEGATIVE_INFINITY };
  /** Actors whose events could not be read; not asked again until something changes. */
  readonly #failedTails = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #running = false;
  #stopped = false;

  constructor(options: CoordinationReaderOptions) {
    this.#options = options;
  }

  /** Starts reading when something is wanted; safe to call after every change. */
  kick(): void {
    if (this.#running || this.#stopped) return;
    const want = this.#next();
    this.#clearTimer();
    if (!want) return;
    const wait = want.due - this.#options.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => this.kick(), wait);
      this.#timer.unref();
      return;
    }
    this.#running = true;
    void this.#read(want).finally(() => {
      this.#running = false;
      this.kick();
    });
  }

  /** Beats and tokens are followed; an event may change who holds what and what waits. */
  touch(delta: Delta): void {
    const stale = new Set(
      this.#options.cockpit.data?.coordination.inbox?.flatMap(({ kind, taskId }) =>
        kind === 'stale' && taskId !== null ? [taskId] : [],
      ),
    );
    const revived = delta.tasks.some(({ id }) => stale.has(id));
    const removed = delta.removedTasks.length > 0 || delta.removedEpics.length > 0;
    const happened = delta.events.some(({ entityKind }) => entityKind !== 'memory');
    if (happened || removed || revived) this.reset();
  }

  /** Everything is to be read again. */
  reset(): void {
    this.#inboxOld = true;
    this.#agentsOld = true;
    this.#failedTails.clear();
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimer();
  }

  #next(): Want | null {
    const { state, data, models } = this.#options.cockpit;
    if (data === null || state.stage.type !== 'ready' || state.connection.type !== 'live')
      return null;
    const wants: Want[] = [];
    if (state.screen === 'agents') {
      if (this.#agentsOld) wants.push(this.#after('agents', shownPause));
      const { actor = null } = models.selection(state, data, 'tail');
      const known = actor === null || data.coordination.tails.has(actor);
      if (!known && !this.#failedTails.has(actor)) wants.push({ what: 'tail', actor, due: 0 });
    }
    const pause = state.screen === 'inbox' ? shownPause : countedPause;
    const ageing = data.totals.tasks.byStatus.in_progress > 0;
    if (this.#inboxOld) wants.push(this.#after('inbox', pause));
    else if (ageing) wants.push(this.#after('inbox', ageingPause));
    return wants.reduce<Want | null>(
      (first, want) => (first && first.due <= want.due ? first : want),
      null,
    );
  }

  #after(what: 'inbox' | 'agents', pause: number): Want {
    return { what, actor: '', due: this.#readAt[what] + pause };
  }

  async #read({ what, actor }: Want): Promise<void> {
    const { query, now } = this.#options;
    const input = { now: new Date(now()).toISOString() };
    try {
      switch (what) {
        case 'inbox': {
          this.#inboxOld = false;
          const items = await query('inbox.list', input);
          this.#merge((known) => withInbox(known, items));
          break;
        }
        case 'agents': {
          this.#agentsOld = false;
          const rows = await query('agents.list', input);
          this.#merge((known) => withAgents(known, rows));
          break;
        }
        case 'tail': {
          const events = await query('events.list', { actor, limit: tailLength });
          this.#merge((known) => withTail(known, actor, events));
        }
      }
    } catch (error) {
      if (what === 'tail') this.#failedTails.add(actor);
      // A dying store is told of by its death.
      if (!isOver(error)) this.#merge((known) => withReadingFailure(known, what, messageOf(error)));
    }
    if (what !== 'tail') this.#readAt[what] = now();
  }

  #merge(merge: (known: Coordination) => Coordination): void {
    if (this.#stopped) return;
    this.#options.beforeMerge();
    const { cockpit } = this.#options;
    if (cockpit.data === null) return;
    const coordination = merge(cockpit.data.coordination);
    if (coordination !== cockpit.data.coordination)
      cockpit.change({ data: { ...cockpit.data, coordination } });
  }

  #clearTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function isOver(error: unknown): boolean {
  return error instanceof FlowdeckError && /^store\.(dead|clos)/.test(error.code);
}
