/** What is still to be asked before an intent can be carried out. */
import { shortId } from '../../domain/ids.js';
import type { Dialog } from './cockpit-state.js';
import { texts, type Intent } from './intents.js';
import { makePicker } from './picker.js';
import { emptyField } from './text-field.js';
import { splitTitles } from './triage-intents.js';

/** The next question; null where nothing is missing. */
export function followUp(intent: Intent): Dialog | null {
  if (intent.type === 'split' && intent.chain === null) {
    const parts = splitTitles(intent.titles).length;
    return makePicker({
      title: `Split ${shortId(intent.id)} into ${parts}`,
      placeholder: 'how the parts follow each other',
      items: [
        {
          key: 'apart',
          title: 'Side by side',
          refusal: null,
          about: ['The parts wait for nothing but what the task waited for.'],
          chosen: { type: 'intent', intent: { ...intent, chain: false } },
        },
        {
          key: 'chain',
          title: 'One after another',
          refusal: null,
          about: ['Each part waits for the one before.'],
          chosen: { type: 'intent', intent: { ...intent, chain: true } },
        },
      ],
    });
  }
  if (intent.type !== 'apply' || intent.text !== null) return null;
  const text = texts[intent.operation];
  if (!text) return null;
  return {
    type: 'prompt',
    title: `${text.title} ${intent.items.length} tasks`,
    placeholder: text.placeholder,
    required: text.required,
    field: emptyField,
    intent: { type: 'intent', intent },
  };
}
