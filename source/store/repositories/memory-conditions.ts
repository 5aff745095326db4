/** What an entry must be to be listed or found, as a condition on `memory m`. */
import type { FilterTerm } from '../../search/filter-language/index.js';
import type { SqlValue } from '../types.js';
import { bindList } from './json-list.js';
import { conditionOfTerm, staleCondition } from './memory-terms.js';

/** Equal in each that is given; all of the tags. */
export interface EntryTraits {
  readonly type?: string;
  readonly track?: string;
  readonly module?: string;
  readonly severity?: string;
  readonly problemType?: string;
  readonly status?: string;
  readonly tags?: readonly string[];
  /** Only stale entries, or only others. */
  readonly stale?: boolean;
  /** For staleness and ages; ISO 8601 in UTC. */
  readonly now?: string;
  /** Of a filter that was typed. */
  readonly terms?: readonly FilterTerm[];
  /** Texts that the entry must not contain. */
  readonly without?: readonly string[];
}

/** Conditions that must all hold, with their arguments in order. */
export class Conditions {
  readonly #parts: string[] = [];
  readonly args: SqlValue[] = [];

  /** Adds a condition with one argument; nothing where the argument is not given. */
  add(condition: string, value: SqlValue | undefined): void {
    if (value !== undefined) this.addAll(condition, [value]);
  }

  /** Adds a condition with as many arguments as it has places. */
  addAll(condition: string, values: readonly SqlValue[]): void {
    this.#parts.push(condition);
    this.args.push(...values);
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  /** Always true where there is none. */
  get sql(): string {
    return this.#parts.join(' AND ') || '1';
  }
}

export function conditionsOn(traits: EntryTraits): Conditions {
  const conditions = new Conditions();
  conditions.add('m.entry_type = ?', traits.type);
  conditions.add('m.track = ?', traits.track);
  conditions.add('m.module = ?', traits.module);
  conditions.add('m.severity = ?', traits.severity);
  conditions.add('m.problem_type = ?', traits.problemType);
  conditions.add('m.status = ?', traits.status);
  for (const tag of traits.tags ?? []) {
    conditions.add('EXISTS (SELECT 1 FROM json_each(m.tags) WHERE value = ?)', tag);
  }
  const { now = new Date(0).toISOString(), stale } = traits;
  if (stale !== undefined) {
    conditions.addAll(`${stale ? '' : 'NOT '}${staleCondition}`, [now]);
  }
  for (const term of traits.terms ?? []) {
    const { sql, args } = conditionOfTerm(term, now);
    conditions.addAll(sql, args);
  }
  conditions.add(
    `NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(m.title || ' ' || m.content), value) > 0)`,
    traits.without && traits.without.length > 0 ? bindList(traits.without) : undefined,
  );
  return conditions;
}

/** The same for a column that holds the ids of entries, in a statement without `memory`. */
export function conditionsOnIds(column: string, traits: EntryTraits): Conditions {
  const inner = conditionsOn(traits);
  if (inner.isEmpty) return inner;
  const conditions = new Conditions();
  conditions.addAll(`${column} IN (SELECT m.id FROM memory m WHERE ${inner.sql})`, inner.args);
  return conditions;
}
