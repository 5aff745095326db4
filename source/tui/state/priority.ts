/** Moving a task in the order of priorities: the lowest number first, those without one last. Pure. */
import type { TaskRow } from '../../domain/contract/rows.js';

const first = 0;

/** Before the next task that comes earlier; the one that is first already stays. */
export function earlier(task: TaskRow, among: readonly TaskRow[]): number | null {
  const own = task.priority ?? Number.POSITIVE_INFINITY;
  const before = known(task, among).filter((each) => each <= own);
  // Nothing comes earlier: without a number it is among equals, which a number puts it before.
  if (before.length === 0) return task.priority ?? first;
  return Math.max(first, Math.max(...before) - 1);
}

/** Behind the next task that comes later; behind all that have a number there is no place but the last. */
export function later(task: TaskRow, among: readonly TaskRow[]): number | null {
  const { priority } = task;
  if (priority === null) return null;
  const behind = known(task, among).filter((each) => each >= priority);
  return behind.length === 0 ? null : Math.min(...behind) + 1;
}

function known(task: TaskRow, among: readonly TaskRow[]): number[] {
  return among.flatMap(({ id, priority }) =>
    id === task.id || priority === null ? [] : [priority],
  );
}
