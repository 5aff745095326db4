/** A task's row from the little that another list says about it, until the row itself was read. */
import type { TaskRow } from '../../domain/contract/rows.js';

export function emptyTask(known: Partial<TaskRow> & Pick<TaskRow, 'id'>): TaskRow {
  return {
    epicId: null,
    parentId: null,
    title: '',
    status: 'todo',
    statusSource: 'database',
    finishedHint: false,
    priority: null,
    domain: 'general',
    version: 0,
    assignee: null,
    claimedAt: null,
    completedAt: null,
    durationSeconds: null,
    blockedReason: null,
    failedReason: null,
    retryCount: 0,
    dependsOn: [],
    unresolved: [],
    labels: [],
    phase: null,
    lastHeartbeat: null,
    tokens: 0,
    costUsd: 0,
    createdAt: '',
    updatedAt: '',
    vanished: false,
    ...known,
  };
}
