/** An action that failed, kept so that it can be tried again. */
import { shortId } from '../../domain/ids.js';
import { clean } from '../spans.js';
import type { Prompt } from './cockpit-state.js';
import type { Effect } from './effects.js';
import type { Intent } from './intents.js';
import { findTask } from './models.js';
import type { ProjectData } from './project-data.js';

export interface FailedAction {
  readonly intent: Intent;
  /** As the end of a sentence: `start fn-1.2`. */
  readonly what: string;
  /** What its text was typed into. */
  readonly prompt: Prompt | null;
}

export function failedAction(intent: Intent, prompt: Prompt | null): FailedAction {
  return { intent, what: words(intent), prompt };
}

/** The same once more, on the task as it is now: whoever asks for it sees how it is. */
export function attemptAgain({ intent, prompt }: FailedAction, data: ProjectData | null): Effect {
  const isOnTask = intent.type === 'task' || intent.type === 'checkRestart';
  const task = isOnTask && data ? findTask(data, intent.id) : null;
  const again = isOnTask && task ? { ...intent, expectedVersion: task.version } : intent;
  return { type: 'run', intent: again, ...(prompt && { prompt }) };
}

function words(intent: Intent): string {
  const name = intent.type === 'task' ? intent.operation : intent.type.replace('check', '');
  const verb = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  // An approval and a finding are called by their questions, not by what they are kept under.
  const isNamed = 'id' in intent && !('question' in intent) && !('capability' in intent);
  const about = isNamed ? ` ${shortId(intent.id)}` : '';
  return clean(`${verb}${about}`);
}
