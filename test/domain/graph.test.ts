import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildGraph,
  criticalPath,
  isReady,
  remainingWeight,
  type GraphNode,
  type TaskGraph,
} from '../../source/domain/graph.js';
import { taskStatuses, type TaskStatus } from '../../source/domain/vocabulary.js';
import '../support/properties.js';

/** `{ a: 'b c' }`: a waits for b and c. */
function nodes(edges: Record<string, string>): GraphNode[] {
  return Object.entries(edges).map(([id, targets]) => ({
    id,
    dependsOn: targets.split(' ').filter(Boolean),
  }));
}

function graphOf(edges: Record<string, string>): TaskGraph {
  return buildGraph(nodes(edges));
}

const diamond = {
  'fn-1.1': '',
  'fn-1.2': 'fn-1.1',
  'fn-1.10': 'fn-1.1',
  'fn-1.3': 'fn-1.2 fn-1.10',
};

/** Random graphs of up to nine nodes, cycles, doubles and unknown targets included. */
const anyNodes = fc
  .array(fc.array(fc.nat({ max: 9 }), { maxLength: 4 }), { maxLength: 9 })
  .map((lists) =>
    lists.map((targets, index) => ({
      id: `fn-1.${index}`,
      dependsOn: targets.map((target) => `fn-1.${target}`),
    })),
  );
/** Random graphs without cycles, in shuffled order. */
const acyclicNodes = anyNodes.chain((list) => {
  const number = (id: string): number => Number(id.split('.')[1]);
  return fc.shuffledSubarray(
    list.map(({ id, dependsOn }) => ({
      id,
      dependsOn: dependsOn.filter((target) => number(target) < number(id)),
    })),
    { minLength: list.length },
  );
});

function edgesOf(list: readonly GraphNode[]): [string, string][] {
  const ids = new Set(list.map(({ id }) => id));
  return list.flatMap(({ id, dependsOn }) =>
    dependsOn.filter((target) => ids.has(target)).map((target): [string, string] => [id, target]),
  );
}

/** By plain closure, for comparison: whether `from` waits for `to`, directly or through others. */
function reaches(list: readonly GraphNode[], from: string, to: string): boolean {
  const edges = edgesOf(list);
  const seen = new Set<string>();
  const stack = [from];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    for (const [source, target] of edges) {
      if (source !== id || seen.has(target)) continue;
      seen.add(target);
      stack.push(target);
    }
  }
  return seen.has(to);
}

function expectPath(graph: TaskGraph, path: readonly string[]): void {
  for (const [index, id] of path.slice(0, -1).entries()) {
    expect(graph.dependencies(id)).toContain(path[index + 1]);
  }
}

describe('buildGraph', () => {
  it('orders and layers a diamond', () => {
    const graph = graphOf(diamond);
    expect(graph.order).toEqual(['fn-1.1', 'fn-1.2', 'fn-1.10', 'fn-1.3']);
    expect(graph.layers).toEqual([['fn-1.1'], ['fn-1.2', 'fn-1.10'], ['fn-1.3']]);
    expect(graph.layerOf('fn-1.10')).toBe(1);
    expect(graph.dependencies('fn-1.3')).toEqual(['fn-1.2', 'fn-1.10']);
    expect(graph.dependents('fn-1.1')).toEqual(['fn-1.2', 'fn-1.10']);
    expect(graph.transitiveDependents('fn-1.1')).toEqual(['fn-1.2', 'fn-1.10', 'fn-1.3']);
    expect(graph.cycles).toEqual([]);
    expect(graph.unresolved).toEqual([]);
  });

  it('layers a task whose dependency sorts behind it (mends: layers were laid in the order of ids)', () => {
    const graph = graphOf({ 'fn-1.1': 'fn-1.3', 'fn-1.2': 'fn-1.1', 'fn-1.3': '' });
    expect(graph.layers).toEqual([['fn-1.3'], ['fn-1.1'], ['fn-1.2']]);
  });

  it('reports unresolved references once each', () => {
    const graph = graphOf({ a: 'gone b gone', b: 'lost' });
    expect(graph.unresolved).toEqual([
      { id: 'a', dependsOn: 'gone' },
      { id: 'b', dependsOn: 'lost' },
    ]);
    expect(graph.order).toEqual(['b', 'a']);
  });

  it('reports a cycle as the path, and still places its members and what hangs below', () => {
    const graph = graphOf({ a: 'c', b: 'a', c: 'b', below: 'c', free: '' });
    expect(graph.cycles).toEqual([['a', 'c', 'b', 'a']]);
    expect(graph.order).toEqual(['free', 'a', 'b', 'c', 'below']);
    expect(graph.layerOf('below')).toBeGreaterThan(graph.layerOf('c'));
  });

  it('reports each knot once, a node that waits for itself too', () => {
    const graph = graphOf({ a: 'b', b: 'a', c: 'c', d: 'c a' });
    expect(graph.cycles).toEqual([
      ['a', 'b', 'a'],
      ['c', 'c'],
    ]);
    expect(graph.order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not take a diamond for a cycle', () => {
    expect(graphOf(diamond).cycles).toEqual([]);
  });

  it('takes an id given twice for one node', () => {
    const graph = buildGraph([
      ...nodes({ a: 'b', b: '' }),
      { id: 'a', dependsOn: ['c'] },
      ...nodes({ c: '' }),
    ]);
    expect(graph.order).toEqual(['b', 'c', 'a']);
    expect(graph.dependencies('a')).toEqual(['b', 'c']);
  });

  it('answers for unknown ids', () => {
    const graph = graphOf({ a: '' });
    expect(graph.has('x')).toBe(false);
    expect(graph.layerOf('x')).toBe(-1);
    expect(graph.dependencies('x')).toEqual([]);
    expect(graph.dependents('x')).toEqual([]);
    expect(graph.transitiveDependents('x')).toEqual([]);
    expect(graph.findCycleWith('a', 'x')).toBeNull();
  });

  it('places every node once, and edges go forward but within cycles', () => {
    fc.assert(
      fc.property(anyNodes, (list) => {
        const graph = buildGraph(list);
        expect(graph.order.toSorted()).toEqual(list.map(({ id }) => id).sort());
        expect(graph.layers.flat().toSorted()).toEqual(graph.order.toSorted());
        const position = new Map(graph.order.map((id, index) => [id, index]));
        const at = (id: string): number => position.get(id) ?? -1;
        for (const [from, to] of edgesOf(list)) {
          if (reaches(list, to, from)) continue;
          expect(at(to)).toBeLessThan(at(from));
          expect(graph.layerOf(to)).toBeLessThan(graph.layerOf(from));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('puts what cycles hold back behind all that they do not', () => {
    fc.assert(
      fc.property(anyNodes, (list) => {
        const graph = buildGraph(list);
        const onCycle = list.map(({ id }) => id).filter((id) => reaches(list, id, id));
        const held = graph.order.map((id) =>
          onCycle.some((member) => id === member || reaches(list, id, member)),
        );
        expect(held).toEqual(held.toSorted((left, right) => Number(left) - Number(right)));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the order in which it is told', () => {
    const shuffled = anyNodes.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const reversed = other.map(({ id, dependsOn }) => ({
          id,
          dependsOn: dependsOn.toReversed(),
        }));
        const [left, right] = [buildGraph(list), buildGraph(reversed)];
        expect(right.order).toEqual(left.order);
        expect(right.layers).toEqual(left.layers);
        expect(right.cycles).toEqual(left.cycles);
      }),
    );
  });

  it('finds a cycle wherever there is one, as a path that closes', () => {
    fc.assert(
      fc.property(anyNodes, (list) => {
        const graph = buildGraph(list);
        const onCycle = list.map(({ id }) => id).filter((id) => reaches(list, id, id));
        expect(graph.cycles.length > 0).toBe(onCycle.length > 0);
        for (const cycle of graph.cycles) {
          expect(cycle.length).toBeGreaterThan(1);
          expect(cycle.at(-1)).toBe(cycle[0]);
          expect(new Set(cycle).size).toBe(cycle.length - 1);
          expectPath(graph, cycle);
        }
        // Every member hangs together with exactly one of the reported cycles.
        for (const id of onCycle) {
          const own = graph.cycles.filter(
            ([first = '']) =>
              first === id || (reaches(list, first, id) && reaches(list, id, first)),
          );
          expect(own).toHaveLength(1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('finds all that waits for a node, in order', () => {
    fc.assert(
      fc.property(anyNodes, (list) => {
        const graph = buildGraph(list);
        for (const { id } of list) {
          const expected = graph.order.filter((other) => other !== id && reaches(list, other, id));
          expect(graph.transitiveDependents(id)).toEqual(expected);
        }
      }),
    );
  });
});

describe('findCycleWith', () => {
  it('names the path that an edge would close', () => {
    const graph = graphOf({ a: '', b: 'a', c: 'b' });
    expect(graph.findCycleWith('a', 'c')).toEqual(['a', 'c', 'b', 'a']);
    expect(graph.findCycleWith('c', 'a')).toBeNull();
    expect(graph.findCycleWith('a', 'a')).toEqual(['a', 'a']);
  });

  it('refuses exactly the edges that make a cycle', () => {
    const input = acyclicNodes
      .filter((list) => list.length > 0)
      .chain((list) => {
        const id = fc.constantFrom(...list.map((node) => node.id));
        return fc.tuple(fc.constant(list), id, id);
      });
    fc.assert(
      fc.property(input, ([list, from, to]) => {
        const refused = buildGraph(list).findCycleWith(from, to);
        const after = buildGraph([...list, { id: from, dependsOn: [to] }]);
        expect(after.cycles.length > 0).toBe(refused !== null);
        if (!refused) return;
        expect([refused[0], refused[1], refused.at(-1)]).toEqual([from, to, from]);
        expectPath(after, refused);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('criticalPath', () => {
  const one = (): number => 1;

  it('is the heaviest way, not the longest', () => {
    const graph = graphOf({ a: '', b: 'a', c: 'b', heavy: 'a' });
    expect(criticalPath(graph, one)).toEqual(['a', 'b', 'c']);
    expect(criticalPath(graph, (id) => (id === 'heavy' ? 10 : 1))).toEqual(['a', 'heavy']);
  });

  it('measures what remains towards the sinks (mends: the weight of the way behind a task was taken for what remains)', () => {
    const graph = graphOf({ a: '', b: 'a', c: 'b', d: 'a' });
    expect([...remainingWeight(graph, one)].toSorted()).toEqual([
      ['a', 3],
      ['b', 2],
      ['c', 1],
      ['d', 1],
    ]);
  });

  it('takes the naturally first of equals', () => {
    expect(criticalPath(graphOf(diamond), one)).toEqual(['fn-1.1', 'fn-1.2', 'fn-1.3']);
  });

  it('leaves out finished work at both ends, and is empty when all is finished', () => {
    const graph = graphOf({ a: '', b: 'a', c: 'b', d: 'c' });
    expect(criticalPath(graph, (id) => (id === 'b' || id === 'c' ? 1 : 0))).toEqual(['b', 'c']);
    expect(criticalPath(graph, () => 0)).toEqual([]);
    expect(criticalPath(graph, () => NaN)).toEqual([]);
  });

  it('comes to an end in cycles', () => {
    const graph = graphOf({ a: 'c', b: 'a', c: 'b', d: 'c' });
    expect(criticalPath(graph, one)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('weighs as much as the best of all paths', () => {
    const weights = fc.array(fc.nat({ max: 5 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(acyclicNodes, weights, (list, figures) => {
        const graph = buildGraph(list);
        const weight = (id: string): number => figures[Number(id.split('.')[1])] ?? 0;
        const best = (id: string): number =>
          weight(id) + Math.max(0, ...graph.dependents(id).map(best));
        const path = criticalPath(graph, weight);
        const total = path.reduce((sum, id) => sum + weight(id), 0);
        expect(total).toBe(Math.max(0, ...graph.order.map(best)));
        expectPath(graph, path.toReversed());
        for (const { id } of list) expect(remainingWeight(graph, weight).get(id)).toBe(best(id));
      }),
      { numRuns: 500 },
    );
  });
});

describe('isReady', () => {
  const statuses: Record<string, TaskStatus> = { done: 'done', skipped: 'skipped', todo: 'todo' };
  const statusOf = (id: string): TaskStatus | undefined => statuses[id];

  it('asks for the right status and satisfied dependencies', () => {
    for (const status of taskStatuses) {
      const expected = status === 'todo' || status === 'up_for_retry';
      expect(isReady({ status, dependsOn: ['done', 'skipped'] }, statusOf)).toBe(expected);
    }
    expect(isReady({ status: 'todo', dependsOn: ['done', 'todo'] }, statusOf)).toBe(false);
    expect(isReady({ status: 'todo', dependsOn: ['gone'] }, statusOf)).toBe(false);
    expect(isReady({ status: 'todo', dependsOn: [], unresolved: ['gone'] }, statusOf)).toBe(false);
  });

  it('leaves hinted tasks out unless asked', () => {
    const task = { status: 'todo', dependsOn: [], finishedHint: true } as const;
    expect(isReady(task, statusOf)).toBe(false);
    expect(isReady(task, statusOf, { includeHinted: true })).toBe(true);
    expect(isReady({ ...task, status: 'up_for_retry' }, statusOf)).toBe(true);
  });
});

describe('large graphs', () => {
  it('may be wide, with one task that everything waits for', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => ({
      id: `fn-${1 + (index % 400)}-some-title.${1 + Math.floor(index / 400)}`,
      dependsOn:
        index < 400
          ? []
          : [`fn-${1 + (index % 400)}-some-title.${Math.floor(index / 400)}`, 'fn-1-some-title.1'],
    }));
    const graph = buildGraph(list);
    expect(graph.layers).toHaveLength(50);
    expect(graph.dependents('fn-1-some-title.1')).toHaveLength(19_600);
  });

  it('may be one long chain', () => {
    const length = 50_000;
    const list = Array.from({ length }, (_, index) => ({
      id: `fn-1.${index}`,
      dependsOn: index === 0 ? [] : [`fn-1.${index - 1}`],
    }));
    const graph = buildGraph(list);
    expect(graph.layers).toHaveLength(length);
    expect(graph.transitiveDependents('fn-1.0')).toHaveLength(length - 1);
    expect(graph.findCycleWith('fn-1.0', `fn-1.${length - 1}`)).toHaveLength(length + 1);
    expect(criticalPath(graph, () => 1)).toHaveLength(length);
  });

  it('may be one long ring', () => {
    const length = 50_000;
    const list = Array.from({ length }, (_, index) => ({
      id: `fn-1.${index}`,
      dependsOn: [`fn-1.${(index + length - 1) % length}`],
    }));
    expect(buildGraph(list).cycles[0]).toHaveLength(length + 1);
  });
});
