/** Many short lists of small numbers, kept in one piece of memory: a list costs what its numbers cost. */
export class NumberLists {
  /** One after another; where it is full it is replaced by a larger one. */
  numbers = new Uint32Array(1024);
  /** Where each list begins; behind the last, where the next one will. */
  readonly starts: number[] = [0];

  get count(): number {
    return this.starts.length - 1;
  }

  /** Adds a list. */
  add(list: readonly number[]): void {
    const start = this.starts[this.count] ?? 0;
    const end = start + list.length;
    if (end > this.numbers.length) {
      const more = new Uint32Array(Math.max(end, 2 * this.numbers.length));
      more.set(this.numbers);
      this.numbers = more;
    }
    this.numbers.set(list, start);
    this.starts.push(end);
  }
}
