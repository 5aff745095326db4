/** The order and the edges of an epic's tasks: kept while only their states change. */
import type { TaskRow } from '../../../domain/contract/rows.js';
import { buildGraph, type TaskGraph } from '../../../domain/graph.js';

interface Remembered {
  readonly tasks: readonly TaskRow[];
  readonly graph: TaskGraph;
}

const rememberedEpics = 8;
const remembered = new Map<string, Remembered>();

export function graphOf(epicId: string, tasks: readonly TaskRow[]): TaskGraph {
  const known = remembered.get(epicId);
  const graph =
    known !== undefined && sameShape(known.tasks, tasks)
      ? known.graph
      : buildGraph(tasks.map(({ id, dependsOn }) => ({ id, dependsOn })));
  remembered.delete(epicId);
  remembered.set(epicId, { tasks, graph });
  const [oldest] = remembered.keys();
  if (remembered.size > rememberedEpics && oldest !== undefined) remembered.delete(oldest);
  return graph;
}

function sameShape(left: readonly TaskRow[], right: readonly TaskRow[]): boolean {
  return (
    left.length === right.length &&
    left.every((row, index) => {
      const other = right[index];
      if (row === other) return true;
      return other !== undefined && row.id === other.id && sameIds(row.dependsOn, other.dependsOn);
    })
  );
}

function sameIds(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}
