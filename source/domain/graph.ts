/**
 * The graph of what waits for what. Everything is deterministic, near-linear, and free of recursion, so that neither a
 * large project nor a long chain hurts.
 */
import { Heap } from './heap.js';
import { compareIds } from './ids.js';
import { isSatisfied } from './statuses.js';
import { strongComponents } from './strong-components.js';
import type { TaskStatus } from './vocabulary.js';

export { criticalPath, remainingWeight, type Weight } from './graph-paths.js';

export interface GraphNode {
  readonly id: string;
  /** Ids that this node waits for; unknown ones are reported as unresolved. */
  readonly dependsOn: readonly string[];
}

export interface UnresolvedReference {
  readonly id: string;
  readonly dependsOn: string;
}

export interface TaskGraph {
  /**
   * Every id once, dependencies first, equals in natural order. Members of cycles and what hangs below them come last;
   * there, too, an edge goes forward unless both its ends lie on one cycle.
   */
  readonly order: readonly string[];
  /** Ids by layer, in the order's sequence: a node's layer is one more than the highest of its dependencies. */
  readonly layers: readonly (readonly string[])[];
  /** For each knot of nodes that wait for each other, one shortest way round, as the path a, b, …, a. */
  readonly cycles: readonly (readonly string[])[];
  readonly unresolved: readonly UnresolvedReference[];
  has(id: string): boolean;
  /** The index of a node's layer; -1 for an unknown id. */
  layerOf(id: string): number;
  /** What the node waits for, in natural order. Empty for an unknown id. */
  dependencies(id: string): readonly string[];
  /** What waits for the node, in natural order. Empty for an unknown id. */
  dependents(id: string): readonly string[];
  /** All that waits for the node directly or through others, in topological order, without itself. */
  transitiveDependents(id: string): readonly string[];
  /**
   * The cycle that would close if `from` waited for `to`, as the path from, to, …, from; null when none would.
   * Unknown ids close none.
   */
  findCycleWith(from: string, to: string): readonly string[] | null;
}

/** Ids given twice are one node with the dependencies of both. */
export function buildGraph(nodes: readonly GraphNode[]): TaskGraph {
  const { vertices, byId, unresolved } = connect(nodes);
  const { order, knots } = arrange(vertices);
  const layers = assignLayers(order);
  const ids = (list: readonly Vertex[] = []): string[] => list.map((vertex) => vertex.id);

  return {
    order: ids(order),
    layers: layers.map(ids),
    cycles: knots.flatMap(cyclesOf).map(ids),
    unresolved,
    has: (id) => byId.has(id),
    layerOf: (id) => byId.get(id)?.layer ?? -1,
    dependencies: (id) => ids(byId.get(id)?.dependencies),
    dependents: (id) => ids(byId.get(id)?.dependents),
    transitiveDependents: (id) => ids(descendants(byId.get(id))),
    findCycleWith(from, to) {
      if (from === to) return [from, from];
      const [source, target] = [byId.get(from), byId.get(to)];
      const path = source && target ? shortestPath([target], source) : null;
      return path && [from, ...ids(path)];
    },
  };
}

interface Vertex {
  readonly id: string;
  /** Place in the natural order of ids. */
  readonly rank: number;
  readonly dependencies: Vertex[];
  readonly dependents: Vertex[];
  /** Place in the topological order; -1 until it has one. */
  position: number;
  layer: number;
}

function connect(nodes: readonly GraphNode[]): {
  vertices: readonly Vertex[];
  byId: ReadonlyMap<string, Vertex>;
  unresolved: readonly UnresolvedReference[];
} {
  const references = new Map<string, readonly string[]>();
  for (const { id, dependsOn } of nodes) {
    const known = references.get(id);
    references.set(id, known ? [...known, ...dependsOn] : dependsOn);
  }
  const vertices = [...references.keys()].sort(compareIds).map((id, rank): Vertex => ({
    id,
    rank,
    dependencies: [],
    dependents: [],
    position: -1,
    layer: 0,
  }));
  const byId = new Map(vertices.map((vertex) => [vertex.id, vertex]));

  const unresolved: UnresolvedReference[] = [];
  for (const vertex of vertices) {
    for (const dependsOn of new Set(references.get(vertex.id))) {
      const target = byId.get(dependsOn);
      if (!target) {
        unresolved.push({ id: vertex.id, dependsOn });
        continue;
      }
      vertex.dependencies.push(target);
      target.dependents.push(vertex);
    }
    vertex.dependencies.sort(byRank);
  }
  return { vertices, byId, unresolved };
}

function byRank(left: Vertex, right: Vertex): number {
  return left.rank - right.rank;
}

function byPosition(left: Vertex, right: Vertex): number {
  return left.position - right.position;
}

/** The topological order, and the knots of mutual waiting that break it. */
function arrange(vertices: readonly Vertex[]): {
  order: readonly Vertex[];
  knots: readonly Knot[];
} {
  const free = kahn(
    vertices,
    byRank,
    (vertex) => vertex.dependencies.length,
    (vertex) => vertex.dependents,
  );
  const ordered = new Set(free);
  const knots = orderKnots(vertices.filter((vertex) => !ordered.has(vertex)));
  const order = [...free, ...knots.flatMap((knot) => knot.members)];
  order.forEach((vertex, position) => (vertex.position = position));
  return { order, knots };
}

/** Items in dependency order as far as it goes; those on a cycle or below one are missing from the answer. */
function kahn<Item>(
  items: readonly Item[],
  compare: (left: Item, right: Item) => number,
  dependencyCount: (item: Item) => number,
  dependents: (item: Item) => Iterable<Item>,
): Item[] {
  const waitingFor = new Map<Item, number>();
  const free = new Heap(compare);
  for (const item of items) {
    const count = dependencyCount(item);
    waitingFor.set(item, count);
    if (count === 0) free.push(item);
  }
  const order: Item[] = [];
  for (let item = free.pop(); item !== undefined; item = free.pop()) {
    order.push(item);
    for (const dependent of dependents(item)) {
      const count = (waitingFor.get(dependent) ?? 0) - 1;
      waitingFor.set(dependent, count);
      if (count === 0) free.push(dependent);
    }
  }
  return order;
}

/** Vertices that all wait for each other; a vertex below a cycle is a knot of its own. */
interface Knot {
  /** In natural order. */
  readonly members: readonly Vertex[];
  readonly rank: number;
  readonly dependencies: Set<Knot>;
  readonly dependents: Set<Knot>;
}

/** What Kahn's algorithm left over, as knots; taken as one node each, they do have an order. */
function orderKnots(tangled: readonly Vertex[]): Knot[] {
  const inTangle = new Set(tangled);
  const knotOf = new Map<Vertex, Knot>();
  const knots = strongComponents(tangled, (vertex) =>
    vertex.dependencies.filter((dependency) => inTangle.has(dependency)),
  ).map((component): Knot => {
    const members = component.sort(byRank);
    const rank = members[0]?.rank ?? 0;
    const knot: Knot = { members, rank, dependencies: new Set(), dependents: new Set() };
    members.forEach((member) => knotOf.set(member, knot));
    return knot;
  });
  for (const [vertex, knot] of knotOf) {
    for (const dependency of vertex.dependencies) {
      const other = knotOf.get(dependency);
      if (!other || other === knot) continue;
      knot.dependencies.add(other);
      other.dependents.add(knot);
    }
  }
  return kahn(
    knots,
    (left, right) => left.rank - right.rank,
    (knot) => knot.dependencies.size,
    (knot) => knot.dependents,
  );
}

/** Layers over the topological order; an edge that goes back inside a cycle counts for nothing. */
function assignLayers(order: readonly Vertex[]): Vertex[][] {
  const layers: Vertex[][] = [];
  for (const vertex of order) {
    for (const dependency of vertex.dependencies) {
      if (dependency.position < vertex.position) {
        vertex.layer = Math.max(vertex.layer, dependency.layer + 1);
      }
    }
    const layer = (layers[vertex.layer] ??= []);
    layer.push(vertex);
  }
  return layers;
}

/** The shortest way round through the naturally first member; none for a single node that does not wait for itself. */
function cyclesOf({ members }: Knot): Vertex[][] {
  const [first] = members;
  if (!first) return [];
  const within = new Set(members);
  const way = shortestPath(
    first.dependencies.filter((dependency) => within.has(dependency)),
    first,
  );
  return way ? [[first, ...way]] : [];
}

/** All that waits for the vertex, directly or through others. */
function descendants(start: Vertex | undefined): Vertex[] {
  if (!start) return [];
  const seen = new Set([start]);
  for (const vertex of seen) {
    for (const dependent of vertex.dependents) seen.add(dependent);
  }
  seen.delete(start);
  return [...seen].sort(byPosition);
}

/** The shortest path along dependencies from one of the starts to the target, both ends included. */
function shortestPath(starts: readonly Vertex[], target: Vertex): Vertex[] | null {
  const cameFrom = new Map<Vertex, Vertex | null>(starts.map((start) => [start, null]));
  for (const [vertex] of cameFrom) {
    if (vertex === target) return pathTo(vertex, cameFrom);
    for (const dependency of vertex.dependencies) {
      if (!cameFrom.has(dependency)) cameFrom.set(dependency, vertex);
    }
  }
  return null;
}

function pathTo(end: Vertex, cameFrom: ReadonlyMap<Vertex, Vertex | null>): Vertex[] {
  const path: Vertex[] = [];
  for (let vertex: Vertex | null = end; vertex; vertex = cameFrom.get(vertex) ?? null) {
    path.push(vertex);
  }
  return path.reverse();
}

/** What readiness is decided by; a task row has it all. */
export interface ReadinessInput {
  readonly status: TaskStatus;
  readonly dependsOn: readonly string[];
  readonly unresolved?: readonly string[];
  readonly finishedHint?: boolean;
}

/**
 * Whether work on a task may begin: it is todo or up for retry, and everything it waits for exists and is done or
 * skipped. A task that looks finished already is left out unless asked for.
 */
export function isReady(
  task: ReadinessInput,
  statusOf: (id: string) => TaskStatus | null | undefined,
  { includeHinted = false }: { includeHinted?: boolean } = {},
): boolean {
  if (task.status !== 'todo' && task.status !== 'up_for_retry') return false;
  if (task.finishedHint && task.status === 'todo' && !includeHinted) return false;
  if (task.unresolved && task.unresolved.length > 0) return false;
  return task.dependsOn.every((id) => {
    const status = statusOf(id);
    return status !== null && status !== undefined && isSatisfied(status);
  });
}
