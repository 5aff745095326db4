/** What the values of flags and arguments stand for: told by what the help calls them, or by the definition itself. */
import type { FlagDefinition, IdKind } from './definition.js';

type Value = Pick<FlagDefinition, 'value' | 'ids'>;

const kindsByName: Readonly<Record<string, readonly IdKind[]>> = {
  EPIC: ['epic'],
  TASK: ['task'],
  TASKS: ['task'],
  DEPENDENCY: ['task'],
  ID: ['epic', 'task'],
  ENTRY: ['memory'],
  ENTRIES: ['memory'],
  'ENTRY|TASK|EPIC': ['memory', 'task', 'epic'],
  GAP: ['gap'],
  ACTION: ['action'],
};

const fileValues = new Set(['FILE', 'FILES', 'PATH', 'DIR']);

/** Of which kinds the ids are that a value may be; none where it is no id. */
export function idKindsOf({ value = '', ids }: Value): readonly IdKind[] {
  return ids === undefined ? (kindsByName[value] ?? []) : [ids];
}

export function isFileValue({ value = '' }: Value): boolean {
  return fileValues.has(value);
}

/** Whether a value names something, as only what is not empty can. */
export function isName(value: Value): boolean {
  return isFileValue(value) || idKindsOf(value).length > 0;
}
