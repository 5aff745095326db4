import type { DurationFigures, StoreMetrics, StoreState } from '../domain/contract/store-client.js';
import type { ErrorCode } from '../domain/errors.js';

/** The last durations kept of each call: enough for a p95, bounded however long the program runs. */
const keptDurations = 512;

/** Count and maximum of all durations, and the last ones for the percentiles. */
export class DurationSample {
  readonly #kept: number[] = [];
  #count = 0;
  #max = 0;

  add(milliseconds: number): void {
    this.#kept[this.#count % keptDurations] = milliseconds;
    this.#count++;
    this.#max = Math.max(this.#max, milliseconds);
  }

  figures(): DurationFigures {
    const sorted = this.#kept.toSorted((a, b) => a - b);
    const percentile = (share: number) =>
      sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return { count: this.#count, p50: percentile(0.5), p95: percentile(0.95), max: this.#max };
  }
}

/** What a worker counts. It outlives the worker where a supervisor starts another one. */
export class MetricsRecorder {
  readonly #durations = new Map<string, DurationSample>();
  readonly #errors = new Map<ErrorCode, number>();
  overloads = 0;
  closeMilliseconds: number | null = null;
  closeTimeouts = 0;
  uncleanCloses = 0;
  crashes = 0;
  feedLagMilliseconds: number | null = null;

  duration(name: string, milliseconds: number): void {
    let sample = this.#durations.get(name);
    if (!sample) this.#durations.set(name, (sample = new DurationSample()));
    sample.add(milliseconds);
  }

  error(code: ErrorCode): void {
    this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
  }

  snapshot(state: StoreState, queueDepth: number): StoreMetrics {
    return {
      state,
      queueDepth,
      overloads: this.overloads,
      durations: Object.fromEntries(
        [...this.#durations].map(([name, sample]) => [name, sample.figures()]),
      ),
      errors: Object.fromEntries(this.#errors),
      closeMilliseconds: this.closeMilliseconds,
      closeTimeouts: this.closeTimeouts,
      uncleanCloses: this.uncleanCloses,
      crashes: this.crashes,
      feedLagMilliseconds: this.feedLagMilliseconds,
    };
  }
}
