/** Choosing among what is remembered, and what of an entry to change. */
import type { RelatedMemory } from '../../domain/contract/memory-calls.js';
import type { MemoryRow, TaskRow } from '../../domain/contract/rows.js';
import { memorySeverities, memoryStatuses, memoryTypes } from '../../domain/vocabulary.js';
import type { Prompt } from './cockpit-state.js';
import { shortId } from '../../domain/ids.js';
import { clean } from '../spans.js';
import { makePicker, type Picker, type PickerItem } from './picker.js';
import { filledField } from './text-field.js';
import type { MemoryField, TriageIntent } from './triage-intents.js';

const reasonWords: Readonly<Record<RelatedMemory['reasons'][number], string>> = {
  linked: 'linked',
  tags: 'common tags',
  words: 'common words',
  meaning: 'meaning',
};

export function relatedPicker(task: TaskRow, found: readonly RelatedMemory[]): Picker {
  return makePicker({
    title: `Remembered about ${shortId(task.id)}`,
    placeholder: 'a few letters',
    items: found.map(({ row, reasons }): PickerItem => ({
      key: String(row.id),
      mark: { text: row.type.charAt(0).toUpperCase(), role: 'levelInfo' },
      title: clean(row.title),
      note: `#${row.id}`,
      words: row.tags.join(' '),
      refusal: null,
      about: [
        `Found by ${reasons.map((reason) => reasonWords[reason]).join(', ')}`,
        row.summary,
        row.tags.map((tag) => `#${tag}`).join(' '),
      ].filter((text) => text !== ''),
      chosen: { type: 'errand', errand: { type: 'goTo', kind: 'memory', id: String(row.id) } },
    })),
  });
}

const typeWords = {
  pitfall: 'what went wrong, and how not to fall into it again',
  convention: 'how things are done here',
  decision: 'what was decided, and why',
} as const;

/** The kind first, then its text. */
export function newMemoryPicker(): Picker {
  return makePicker({
    title: 'Remember',
    placeholder: 'a pitfall, a convention, a decision',
    items: memoryTypes.map((kind): PickerItem => ({
      key: kind,
      title: kind,
      note: '',
      refusal: null,
      about: [typeWords[kind]],
      chosen: {
        type: 'prompt',
        prompt: {
          type: 'prompt',
          title: `New ${kind}`,
          placeholder: 'what to remember',
          required: true,
          field: filledField(''),
          intent: { type: 'intent', intent: { type: 'addMemory', kind, content: '' } },
        },
      },
    })),
  });
}

const fields: readonly (readonly [MemoryField, string, (row: MemoryRow) => string])[] = [
  ['type', memoryTypes.join(', '), ({ type }) => type],
  ['tags', 'with blanks between them', ({ tags }) => tags.join(' ')],
  ['status', memoryStatuses.join(', '), ({ status }) => status],
  ['severity', memorySeverities.join(', '), ({ severity }) => severity ?? ''],
  ['module', 'where it belongs', ({ module }) => module ?? ''],
  ['component', 'a part of the module', ({ component }) => component ?? ''],
  ['problemType', 'what kind of problem it is', ({ problemType }) => problemType ?? ''],
];

export function fieldsPicker(row: MemoryRow): Picker {
  return makePicker({
    title: `Entry ${row.id}`,
    placeholder: 'what to change',
    items: fields.map(([field, about, valueOf]): PickerItem => ({
      key: field,
      title: field === 'problemType' ? 'problem type' : field,
      note: valueOf(row),
      refusal: null,
      about: [about],
      chosen: { type: 'prompt', prompt: fieldPrompt(row, field, about, valueOf(row)) },
    })),
  });
}

export function fieldPrompt(
  { id, version }: MemoryRow,
  field: MemoryField,
  placeholder: string,
  value: string,
): Prompt {
  const intent: TriageIntent = {
    type: 'editMemory',
    id,
    expectedVersion: version,
    field,
    value,
  };
  return {
    type: 'prompt',
    title: `${fieldTitle(field)} of entry ${id}`,
    placeholder,
    required: field === 'type' || field === 'status' || field === 'title',
    field: filledField(value),
    intent: { type: 'intent', intent },
  };
}

function fieldTitle(field: MemoryField): string {
  return field === 'problemType' ? 'Problem type' : field.charAt(0).toUpperCase() + field.slice(1);
}
