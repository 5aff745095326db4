/** An action that failed, in a few words. */
import { shortId } from '../../domain/ids.js';
import { clean } from '../spans.js';
import type { Intent } from './intents.js';

/** As the end of a sentence: `start fn-1.2`, `undo`. */
export function failureText(intent: Intent): string {
  const verb = verbOf(intent)
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
  // An approval and a finding are called by their questions, not by what they are kept under.
  const isNamed = 'id' in intent && !('question' in intent) && !('capability' in intent);
  return clean(isNamed ? `${verb} ${shortId(String(intent.id))}` : verb);
}

function verbOf(intent: Intent): string {
  if (intent.type === 'checkRestart') return 'restart';
  return 'operation' in intent ? intent.operation : intent.type;
}
