/** What was measured against what it may be at the most. */
import { printTable } from './figures.js';

interface Verdict {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
}

export class Verdicts {
  readonly #all: Verdict[] = [];

  add(what: string, value: number, limit: number, unit: string): void {
    this.#all.push({ what, value, limit, unit });
  }

  print(): void {
    printTable(
      'Against the targets',
      ['what', 'measured', 'limit', 'unit', 'share of the limit', ''],
      this.#all.map(({ what, value, limit, unit }) => [
        what,
        value,
        limit,
        unit,
        limit === 0 ? '' : value / limit,
        value <= limit ? 'met' : 'NOT MET',
      ]),
    );
  }
}
