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
    case 'acceptHints':
    case 'closeEpic': {
      const version = versionOf('epic', intent.id, data);
      return version === undefined ? null : { ...intent, expectedVersion: version };
    }
    case 'approve':
    case 'reject':
    case 'resolveGap':
    case 'message':
    case 'override':
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

/** Whether doing one makes up for the failure of the other. */
export function makesUpFor(done: Intent, failed: Intent): boolean {
  return done.type === failed.type && subjectOf(done) === subjectOf(failed);
}

function subjectOf(intent: Intent): string {
  if ('id' in intent) return String(intent.id);
  if ('items' in intent) return intent.items.map(({ id }) => id).join(' ');
  return 'epicId' in intent ? intent.epicId : '';
}
