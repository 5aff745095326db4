/** Choosing who has a task and which domain it belongs to: known names, or one that is typed. */
import type { TaskRow } from '../../domain/contract/rows.js';
import { shortId } from '../../domain/ids.js';
import { taskDomains } from '../../domain/vocabulary.js';
import { clean } from '../spans.js';
import { itemOf } from './bulk.js';
import { makePicker, type Picker, type PickerItem } from './picker.js';
import type { ProjectData } from './project-data.js';
import type { TriageIntent } from './triage-intents.js';

export function assigneePicker(
  tasks: readonly TaskRow[],
  data: ProjectData,
  actor: string,
): Picker {
  const counts = new Map<string, number>([[actor, 0]]);
  for (const { assignee } of [...data.tasksByEpic.values()].flat()) {
    if (assignee !== null) counts.set(assignee, (counts.get(assignee) ?? 0) + 1);
  }
  for (const { actor: name } of data.events) {
    if (name !== null && !counts.has(name)) counts.set(name, 0);
  }
  const set = edit(tasks, 'assignee');
  const names = [...counts].sort(
    ([left, leftCount], [right, rightCount]) =>
      Number(right === actor) - Number(left === actor) ||
      rightCount - leftCount ||
      left.localeCompare(right),
  );
  return makePicker({
    title: `Assign ${what(tasks)}`,
    placeholder: 'a name',
    items: [
      ...names.map(([name, count]): PickerItem => ({
        key: name,
        title: clean(name),
        note: count === 0 ? '' : `${count} ${count === 1 ? 'task' : 'tasks'}`,
        words: name === actor ? 'me' : '',
        refusal: holds(tasks, name) ? `${name} has ${tasks.length === 1 ? 'it' : 'them'}.` : null,
        about: name === actor ? ['That is you.'] : [],
        chosen: { type: 'intent', intent: set(name) },
      })),
      {
        key: 'nobody',
        title: 'nobody',
        refusal: tasks.every(({ assignee }) => assignee === null) ? 'Nobody has it.' : null,
        about: ['The claim is given back; the status stays.'],
        chosen: { type: 'intent', intent: set('') },
      },
    ],
    typed: { title: 'assign to', intent: set('') },
  });
}

export function domainPicker(tasks: readonly TaskRow[]): Picker {
  const set = edit(tasks, 'domain');
  return makePicker({
    title: `Domain of ${what(tasks)}`,
    placeholder: 'a domain',
    items: taskDomains.map((name): PickerItem => ({
      key: name,
      title: name,
      refusal: tasks.every(({ domain }) => domain === name) ? 'It is so already.' : null,
      about: [],
      chosen: { type: 'intent', intent: set(name) },
    })),
  });
}

function edit(
  tasks: readonly TaskRow[],
  field: 'assignee' | 'domain',
): (value: string) => TriageIntent {
  return (value) => ({ type: 'edit', entity: 'task', items: tasks.map(itemOf), field, value });
}

function holds(tasks: readonly TaskRow[], name: string): boolean {
  return tasks.every(({ assignee }) => assignee === name);
}

function what(tasks: readonly TaskRow[]): string {
  return tasks.length === 1 ? shortId(tasks[0]?.id ?? '') : `${tasks.length} tasks`;
}
