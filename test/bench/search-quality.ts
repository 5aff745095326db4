/** How good a ranking is: figures of information retrieval, with intervals. */
import type { LabelledQuery } from './labelled-set.js';
import { randomNumbers } from './fuzzy-lines.js';

/** What a method found for each query, best first, as numbers of notes. */
export type Found = ReadonlyMap<LabelledQuery, readonly number[]>;

export interface Quality {
  readonly queries: number;
  readonly recall5: number;
  readonly mrr10: number;
  readonly ndcg10: number;
  /** The share of queries without an answer that got one. */
  readonly falseAnswers: number;
  /** 95 % of recall@5, by drawing the queries again. */
  readonly interval: readonly [number, number];
}

export function qualityOf(queries: readonly LabelledQuery[], found: Found): Quality {
  const ranks = queries
    .filter(({ note }) => note !== null)
    .map((query) => (found.get(query) ?? []).slice(0, 10).indexOf(query.note ?? -1) + 1);
  const negatives = queries.filter(({ note }) => note === null);
  const answered = negatives.filter((query) => (found.get(query) ?? []).length > 0);
  return {
    queries: queries.length,
    recall5: mean(ranks.map((rank) => (rank >= 1 && rank <= 5 ? 1 : 0))),
    mrr10: mean(ranks.map((rank) => (rank >= 1 ? 1 / rank : 0))),
    ndcg10: mean(ranks.map((rank) => (rank >= 1 ? 1 / Math.log2(rank + 1) : 0))),
    falseAnswers: negatives.length === 0 ? NaN : answered.length / negatives.length,
    interval: bootstrap(ranks.map((rank) => (rank >= 1 && rank <= 5 ? 1 : 0))),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function bootstrap(values: readonly number[], draws = 500): readonly [number, number] {
  if (values.length === 0) return [NaN, NaN];
  const random = randomNumbers(3);
  const means = Array.from({ length: draws }, () =>
    mean(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  ).sort((left, right) => left - right);
  return [means[Math.floor(draws * 0.025)] ?? NaN, means[Math.floor(draws * 0.975)] ?? NaN];
}
