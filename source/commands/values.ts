/** What the values of flags and arguments stand for, by what the help calls them. */

export type IdKind = 'epic' | 'task' | 'memory' | 'gap' | 'approval' | 'action';

const kindsOfIds: Readonly<Record<string, readonly IdKind[]>> = {
  EPIC: ['epic'],
  OTHER_EPIC: ['epic'],
  TASK: ['task'],
  TASKS: ['task'],
  DEPENDENCY: ['task'],
  ID: ['epic', 'task'],
  ENTRY: ['memory'],
  'ENTRY|TASK|EPIC': ['memory', 'task', 'epic'],
  GAP: ['gap'],
  APPROVAL: ['approval'],
  ACTION: ['action'],
};

const fileValues = new Set(['FILE', 'FILES', 'PATH', 'DIR']);

/** Of which kinds the ids are that a value may be; none where it is no id. */
export function idKindsOf(value: string | undefined): readonly IdKind[] {
  return kindsOfIds[value ?? ''] ?? [];
}

export function isFileValue(value: string | undefined): boolean {
  return fileValues.has(value ?? '');
}

/** Whether a value names something, as only what is not empty can. */
export function isName(value: string | undefined): boolean {
  return isFileValue(value) || idKindsOf(value).length > 0;
}
