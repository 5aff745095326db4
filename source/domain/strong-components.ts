interface Visit<Node> {
  /** When the node was first met. */
  readonly index: number;
  /** The earliest node on the stack that can be reached from it. */
  low: number;
  onStack: boolean;
  readonly successors: Iterator<Node>;
}

/**
 * The groups of nodes that reach each other (Tarjan's algorithm with its own stack in place of recursion).
 * Successors outside `nodes` are followed too, so hand in a closed set.
 */
export function strongComponents<Node>(
  nodes: readonly Node[],
  successors: (node: Node) => Iterable<Node>,
): Node[][] {
  const visits = new Map<Node, Visit<Node>>();
  const components: Node[][] = [];
  const stack: Node[] = [];

  const enter = (node: Node): Visit<Node> => {
    const visit = {
      index: visits.size,
      low: visits.size,
      onStack: true,
      successors: successors(node)[Symbol.iterator](),
    };
    visits.set(node, visit);
    stack.push(node);
    return visit;
  };

  const takeComponent = (root: Node): Node[] => {
    const component = stack.splice(stack.lastIndexOf(root));
    for (const member of component) {
      const visit = visits.get(member);
      if (visit) visit.onStack = false;
    }
    return component;
  };

  for (const start of nodes) {
    if (visits.has(start)) continue;
    const path: { node: Node; visit: Visit<Node> }[] = [{ node: start, visit: enter(start) }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { node, visit } = top;
      const next = visit.successors.next();
      if (next.done) {
        path.pop();
        const parent = path.at(-1);
        if (parent) parent.visit.low = Math.min(parent.visit.low, visit.low);
        if (visit.low === visit.index) components.push(takeComponent(node));
        continue;
      }
      const known = visits.get(next.value);
      if (!known) path.push({ node: next.value, visit: enter(next.value) });
      else if (known.onStack) visit.low = Math.min(visit.low, known.index);
    }
  }
  return components;
}
