/** A failed action once more: on what is there now, since what it was asked for may have changed. */
import type { Intent } from './intents.js';
import { findTask } from './models.js';
import type { ProjectData } from './project-data.js';

/** The intent with the versions that are on the screen now; null where what it is about is gone. */
export function refreshed(intent: Intent, data: ProjectData): Intent | null {
  switch (intent.type) {
    case 'task':
    case 'checkRestart':
    case 'split': {
      const version = findTask(data, intent.id)?.version;
      return version === undefined ? null : { ...intent, expectedVersion: version };
    }
    case 'epic': {
      const version = versionOf('epic', intent.id, data);
      return version === undefined ? null : { ...intent, expectedVersion: version };
    }
    case 'dependencies': {
      const version = versionOf(intent.entity, intent.id, data);
      return version === undefined ? null : { ...intent, expectedVersion: version };
    }
    case 'apply':
    case 'edit': {
      const entity = intent.type === 'edit' ? intent.entity : 'task';
      const items = intent.items.flatMap(({ id }) => {
        const expectedVersion = versionOf(entity, id, data);
        return expectedVersion === undefined ? [] : [{ id, expectedVersion }];
      });
      return items.length === 0 ? null : { ...intent, items };
    }
    case 'editMemory':
    case 'verifyMemory':
    case 'deleteMemory': {
      const version = data.memory.entries.find(({ id }) => id === intent.id)?.version;
      return version === undefined ? null : { ...intent, expectedVersion: version };
    }
    case 'override':
    case 'approve':
    case 'reject':
    case 'resolveGap':
    case 'message':
    case 'createEpic':
    case 'createTask':
    case 'undo':
    case 'redo':
    case 'addMemory':
    case 'insertReference':
      return intent;
  }
}

function versionOf(entity: 'task' | 'epic', id: string, data: ProjectData): number | undefined {
  return entity === 'task'
    ? findTask(data, id)?.version
    : data.epics.find((epic) => epic.id === id)?.version;
}

/** Whether doing one makes up for the failure of the other: the same was done, to all that it was wanted for. */
export function makesUpFor(done: Intent, failed: Intent): boolean {
  const subjects = subjectsOf(done);
  return (
    actionOf(done) === actionOf(failed) && subjectsOf(failed).every((id) => subjects.includes(id))
  );
}

/** What an intent does, however it came about: alone or among many, asked before or not. */
function actionOf(intent: Intent): string {
  switch (intent.type) {
    case 'checkRestart':
      return 'restart';
    case 'task':
    case 'apply':
    case 'override':
    case 'epic':
      return intent.operation;
    case 'edit':
    case 'editMemory':
      return `${intent.type} ${intent.field}`;
    // Either of them answers the question.
    case 'approve':
    case 'reject':
      return 'answer';
    case 'resolveGap':
    case 'message':
    case 'createEpic':
    case 'createTask':
    case 'dependencies':
    case 'split':
    case 'undo':
    case 'redo':
    case 'addMemory':
    case 'verifyMemory':
    case 'deleteMemory':
    case 'insertReference':
      return intent.type;
  }
}

/** What was typed for it may have been changed until it was taken, so that it does not count. */
function subjectsOf(intent: Intent): readonly string[] {
  switch (intent.type) {
    case 'apply':
    case 'edit':
      return intent.items.map(({ id }) => id);
    case 'createTask':
      return [intent.epicId];
    case 'message':
      return [`${intent.actor ?? ''} ${intent.taskId ?? ''}`];
    case 'undo':
    case 'redo':
      return intent.commandId === null ? [] : [intent.commandId];
    case 'insertReference':
      return [`${intent.taskId} ${intent.memoryId}`];
    case 'createEpic':
    case 'addMemory':
      return [];
    case 'task':
    case 'checkRestart':
    case 'override':
    case 'approve':
    case 'reject':
    case 'resolveGap':
    case 'dependencies':
    case 'split':
    case 'epic':
    case 'editMemory':
    case 'verifyMemory':
    case 'deleteMemory':
      return [String(intent.id)];
  }
}
