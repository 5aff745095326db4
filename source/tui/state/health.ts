/** Whether the store keeps up: what waits for an answer, and how late changes are seen. Costs nothing while it does. */
import type { StoreMetrics } from '../../domain/contract/store-client.js';
import type { Cockpit } from './cockpit.js';
import type { CockpitStore } from './project-session.js';

export interface Health {
  /** How long the oldest question has been waiting for its answer, in seconds; 0 where none waits long. */
  readonly waitingSeconds: number;
  readonly queueDepth: number;
  /** How late the last change was seen, in seconds; 0 where it was not. */
  readonly lagSeconds: number;
}

/** An answer may take as long as this before anybody is told. */
export const patience = 2_000;
const lookEvery = 1_000;
/** A change seen as late as this is told of, for so long. */
const lateFrom = 2_000;
const lateShownFor = 5_000;

/** Waits for a model outside of the queue. */
const waitElsewhere: readonly string[] = ['search'];

export function healthText({ waitingSeconds, queueDepth, lagSeconds }: Health): string {
  if (waitingSeconds === 0) return `${lagSeconds}s behind`;
  return `busy ${waitingSeconds}s${queueDepth > 0 ? `, ${queueDepth} wait` : ''}`;
}

export class HealthWatch {
  readonly #cockpit: Cockpit;
  readonly #now: () => number;
  readonly #metrics: () => StoreMetrics;
  readonly #waiting = new Map<number, number>();
  #calls = 0;
  #lagSeconds = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  #lagTimer: NodeJS.Timeout | null = null;

  constructor(cockpit: Cockpit, store: Pick<CockpitStore, 'metrics'>, now: () => number) {
    this.#cockpit = cockpit;
    this.#now = now;
    this.#metrics = () => store.metrics();
  }

  /** The store whose answers are watched. */
  watched(store: CockpitStore): CockpitStore {
    return {
      ready: (signal) => store.ready(signal),
      command: (name, input, options) => this.#watch(name, store.command(name, input, options)),
      query: (name, input, options) => this.#watch(name, store.query(name, input, options)),
      subscribe: (cursor, listener) => store.subscribe(cursor, listener),
      onFailure: (listener) => store.onFailure(listener),
      metrics: () => store.metrics(),
      close: () => store.close(),
      reopen: () => store.reopen(),
    };
  }

  /** A change came: was it late? The figures are not looked at more than once a second. */
  heard(): void {
    if (this.#now() - this.#lookedAt < lookEvery) return;
    this.#lookedAt = this.#now();
    const lag = this.#metrics().feedLagMilliseconds ?? 0;
    const seconds = lag >= lateFrom ? Math.round(lag / 1000) : 0;
    if (this.#lagTimer) clearTimeout(this.#lagTimer);
    this.#lagTimer = null;
    if (seconds > 0) {
      this.#lagTimer = setTimeout(() => this.#setLag(0), lateShownFor);
      this.#lagTimer.unref();
    }
    this.#setLag(seconds);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#lagTimer) clearTimeout(this.#lagTimer);
    this.#timer = null;
    this.#lagTimer = null;
    this.#waiting.clear();
  }

  #watch<Answer>(name: string, answer: Promise<Answer>): Promise<Answer> {
    if (waitElsewhere.includes(name)) return answer;
    const call = ++this.#calls;
    this.#waiting.set(call, this.#now());
    this.#arm();
    const over = (): void => {
      this.#waiting.delete(call);
      if (this.#waiting.size === 0) this.#show();
    };
    answer.then(over, over);
    return answer;
  }

  #arm(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#show();
      if (this.#waiting.size > 0) this.#arm();
    }, lookEvery);
    this.#timer.unref();
  }

  #setLag(seconds: number): void {
    this.#lagSeconds = seconds;
    this.#show();
  }

  #show(): void {
    const [oldest = this.#now()] = this.#waiting.values();
    const waited = this.#now() - oldest;
    const waitingSeconds = waited >= patience ? Math.floor(waited / 1000) : 0;
    const isWell = waitingSeconds === 0 && this.#lagSeconds === 0;
    const { state } = this.#cockpit;
    if (isWell && state.health === null) return;
    const queueDepth = isWell ? 0 : this.#metrics().queueDepth;
    const health = isWell ? null : { waitingSeconds, queueDepth, lagSeconds: this.#lagSeconds };
    this.#cockpit.change({ state: { ...state, health } });
  }
}
