/** A binary heap: gives the smallest item first, by the order it was made with. */
export class Heap<Item> {
  readonly #items: Item[] = [];
  readonly #compare: (left: Item, right: Item) => number;

  constructor(compare: (left: Item, right: Item) => number) {
    this.#compare = compare;
  }

  push(item: Item): void {
    const items = this.#items;
    let index = items.length;
    items.push(item);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex];
      if (parent === undefined || this.#compare(parent, item) <= 0) break;
      items[index] = parent;
      index = parentIndex;
    }
    items[index] = item;
  }

  /** The smallest item, taken out; undefined when none is left. */
  pop(): Item | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.#sink(last);
    return top;
  }

  #sink(item: Item): void {
    const items = this.#items;
    let index = 0;
    for (;;) {
      const childIndex = this.#smallerChild(index);
      const child = items[childIndex];
      if (child === undefined || this.#compare(item, child) <= 0) break;
      items[index] = child;
      index = childIndex;
    }
    items[index] = item;
  }

  #smallerChild(index: number): number {
    const leftIndex = 2 * index + 1;
    const left = this.#items[leftIndex];
    const right = this.#items[leftIndex + 1];
    if (left === undefined || right === undefined) return leftIndex;
    return this.#compare(right, left) < 0 ? leftIndex + 1 : leftIndex;
  }
}
