import type { Addressee } from '../keymap/definition.js';
import type { CockpitState } from './cockpit-state.js';
import type { Models } from './models.js';
import type { ProjectData } from './project-data.js';

/** Whom a message would go to from here; null for nobody. */
export function addresseeOf(
  state: CockpitState,
  data: ProjectData,
  models: Models,
): Addressee | null {
  if (state.detail === null && (state.focus === 'agents' || state.focus === 'tail')) {
    const agent = models.agent(state, data);
    return agent && { actor: agent.actor, taskId: agent.taskId };
  }
  const item = state.detail === null ? models.inboxItem(state, data) : null;
  if (item) {
    // Of a conflict's workers each is told by his own task.
    const isOne = item.kind === 'stale' || item.kind === 'approval';
    if (isOne && item.actor !== null) return { actor: item.actor, taskId: item.taskId };
    return item.kind === 'conflict' ? { actor: null, taskId: item.taskId } : null;
  }
  const task = models.selectedTask(state, data);
  if (task?.status !== 'in_progress') return null;
  return { actor: task.assignee, taskId: task.id };
}
