import type { SqlValue } from '../types.js';

/** The conditions of a filter with what they bind; a value that is not given is no condition. */
export class Conditions {
  readonly args: SqlValue[] = [];
  readonly #parts: string[] = [];

  /** @param condition with one `?` for the value */
  add(condition: string, value: SqlValue | undefined): this {
    if (value === undefined) return this;
    this.#parts.push(condition);
    this.args.push(value);
    return this;
  }

  /** @param condition without a value */
  addIf(holds: boolean | undefined, condition: string): this {
    if (holds) this.#parts.push(condition);
    return this;
  }

  /** What stands behind WHERE; true for every row where nothing was added. */
  get sql(): string {
    return this.#parts.join(' AND ') || '1';
  }
}
