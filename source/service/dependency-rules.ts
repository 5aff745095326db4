/** What an edge between tasks or epics must be, and how edges are ordered. */
import { FlowdeckError } from '../domain/errors.js';
import type { DependencyEdge } from '../store/repositories/dependencies.js';

export function isBlockedBy(edges: readonly DependencyEdge[], id: string): boolean {
  return edges.some((edge) => edge.kind === 'blocks' && edge.id === id);
}

/** The order in which the store lists them. */
export function compareEdges(left: DependencyEdge, right: DependencyEdge): number {
  const [a, b] = [left.kind + ' ' + left.id, right.kind + ' ' + right.id];
  return a < b ? -1 : a > b ? 1 : 0;
}

export function selfDependency(id: string): FlowdeckError {
  return new FlowdeckError('dependency.self', `${id} cannot wait for itself.`, { details: { id } });
}

export function otherEpic(id: string, target: string): FlowdeckError {
  return new FlowdeckError(
    'dependency.other_epic',
    `${id} cannot wait for ${target}, which is of another epic or kind.`,
    { details: { id, dependsOn: target } },
  );
}

export function closesCycle(path: readonly string[]): FlowdeckError {
  return new FlowdeckError('dependency.cycle', `That would close the cycle ${path.join(' → ')}.`, {
    details: { path },
  });
}
