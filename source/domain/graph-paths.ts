/** What paths are sought in: ids with dependencies first, and what waits for each. */
export interface OrderedGraph {
  readonly order: readonly string[];
  dependents(id: string): readonly string[];
}

/** What a node costs, in any unit; whatever is not a positive number counts as nothing. */
export type Weight = (id: string) => number;

/**
 * The work that remains from each node down to the last that waits for it: its own weight and the heaviest path among
 * its dependents. An edge that goes back inside a cycle counts for nothing.
 */
export function remainingWeight(graph: OrderedGraph, weight: Weight): ReadonlyMap<string, number> {
  const remaining = new Map<string, number>();
  for (const id of graph.order.toReversed()) {
    let heaviest = 0;
    // A dependent without a figure stands earlier in the order: the edge goes back.
    for (const dependent of graph.dependents(id)) {
      heaviest = Math.max(heaviest, remaining.get(dependent) ?? 0);
    }
    remaining.set(id, positive(weight(id)) + heaviest);
  }
  return remaining;
}

/**
 * The heaviest path, from its first node that weighs anything to the last. Among equals the naturally first wins.
 * Empty when nothing weighs anything.
 */
export function criticalPath(graph: OrderedGraph, weight: Weight): readonly string[] {
  const remaining = remainingWeight(graph, weight);
  const position = new Map(graph.order.map((id, index) => [id, index]));
  const heaviest = (candidates: Iterable<string>): string | undefined => {
    let best: string | undefined;
    let most = 0;
    for (const id of candidates) {
      const weightLeft = remaining.get(id) ?? 0;
      if (weightLeft > most) {
        best = id;
        most = weightLeft;
      }
    }
    return best;
  };

  const path: string[] = [];
  let next = heaviest(graph.order.filter((id) => positive(weight(id)) > 0));
  while (next !== undefined) {
    path.push(next);
    const from = position.get(next) ?? 0;
    next = heaviest(graph.dependents(next).filter((id) => (position.get(id) ?? 0) > from));
  }
  return path;
}

function positive(weight: number): number {
  return weight > 0 && Number.isFinite(weight) ? weight : 0;
}
