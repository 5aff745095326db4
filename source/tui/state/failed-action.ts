/** An action that failed, kept so that it can be tried again. */
import { shortId } from '../../domain/ids.js';
import { clean } from '../spans.js';
import type { Prompt } from './cockpit-state.js';
import type { Effect } from './effects.js';
import type { Intent } from './intents.js';
import type { ProjectData } from './project-data.js';
import { refreshed } from './retry.js';

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

/** The same once more, on what is there now: whoever asks for it sees how it is. Null where that is gone. */
export function attemptAgain({ intent, prompt }: FailedAction, data: ProjectData): Effect | null {
  const again = refreshed(intent, data);
  return again && { type: 'run', intent: again, ...(prompt && { prompt }) };
}

function words(intent: Intent): string {
  const name = intent.type === 'task' ? intent.operation : intent.type.replace('check', '');
  const verb = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  // An approval and a finding are called by their questions, not by what they are kept under.
  const isNamed = 'id' in intent && !('question' in intent) && !('capability' in intent);
  const about = isNamed ? ` ${shortId(String(intent.id))}` : '';
  return clean(`${verb}${about}`);
}
