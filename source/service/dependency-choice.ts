/** Which tasks a task waits for, chosen as a whole. */
import type { QueryOutput } from '../domain/contract/calls.js';
import { buildGraph } from '../domain/graph.js';
import {
  findTaskDependencies,
  listDependentsClosure,
  type TaskDependencies,
} from '../store/repositories/dependencies.js';
import { listTaskRows } from '../store/repositories/task-rows.js';
import { findTask, type TaskState } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { resolveSiblings } from './dependencies.js';
import { closesCycle, compareEdges, isBlockedBy, selfDependency } from './dependency-rules.js';
import type { QueryHandlers } from './handlers.js';
import { resolveTask } from './identity.js';
import { notFound } from './not-found.js';

export const dependencyQueries: QueryHandlers<'dependency.candidates'> = {
  async 'dependency.candidates'({ reader }, input): Promise<QueryOutput<'dependency.candidates'>> {
    const id = await resolveTask(reader, input.taskId);
    const task = await findTask(reader, id);
    if (task === null) throw await notFound(reader, 'task', input.taskId);
    const siblings = await listTaskRows(reader, { epicId: task.epicId });
    const chosen = siblings.find((row) => row.id === id)?.dependsOn ?? [];
    const graph = buildGraph(await listDependentsClosure(reader, [id]));
    return siblings
      .filter((row) => row.id !== id)
      .map((row) => {
        const cycle = graph.findCycleWith(id, row.id);
        return {
          id: row.id,
          title: row.title,
          status: row.status,
          chosen: chosen.includes(row.id),
          refusal: cycle && closesCycle(cycle).message,
        };
      });
  },
};

/**
 * The edges of a task that shall wait for these and no others. Edges that do not order stay, and so does a text whose
 * task does not exist, where it is named again.
 * @throws FlowdeckError `dependency.self`, `dependency.other_epic`, `dependency.cycle`, and those of resolving the ids
 */
export async function chooseDependencies(
  scope: CommandScope,
  task: TaskState,
  texts: readonly string[],
): Promise<TaskDependencies> {
  const { transaction } = scope;
  const found = await findTaskDependencies(transaction, task.id);
  const isKnownText = (text: string): boolean =>
    isBlockedBy(found.unresolvedDependencies, text.trim());
  const targets = await resolveSiblings(
    scope,
    task.id,
    task.epicId,
    texts.filter((text) => !isKnownText(text)),
  );
  if (targets.includes(task.id)) throw selfDependency(task.id);
  const graph = buildGraph(await listDependentsClosure(transaction, [task.id]));
  for (const target of targets) {
    const cycle = graph.findCycleWith(task.id, target);
    if (cycle) throw closesCycle(cycle);
  }
  const named = new Set(texts.map((text) => text.trim()));
  return {
    dependencies: [
      ...found.dependencies.filter(({ kind }) => kind !== 'blocks'),
      ...targets.map((target) => ({ id: target, kind: 'blocks' as const })),
    ].sort(compareEdges),
    unresolvedDependencies: found.unresolvedDependencies.filter(
      ({ id, kind }) => kind !== 'blocks' || named.has(id),
    ),
  };
}
