/** What can be copied of what is selected. */
import type { EpicRow, MemoryRow, TaskRow } from '../../domain/contract/rows.js';
import type { TaskStatus } from '../../domain/vocabulary.js';
import type { KeyContext } from '../keys.js';
import { makePicker, type Picker, type PickerItem } from './picker.js';

/** What to copy as rows, the most wanted first; null where nothing is selected. */
export function copyPicker(context: KeyContext): Picker | null {
  const { tasks, epic, memory, onEpic } = context;
  const items =
    tasks.length > 0
      ? taskItems(tasks, epic)
      : memory !== null
        ? memoryItems(memory)
        : onEpic && epic !== null
          ? epicItems(epic)
          : [];
  const [first] = items;
  if (first === undefined) return null;
  return makePicker({ title: 'Copy', placeholder: 'what', items });
}

function taskItems(tasks: readonly TaskRow[], epic: EpicRow | null): PickerItem[] {
  const lines = (textOf: (task: TaskRow) => string): string => tasks.map(textOf).join('\n');
  const [first] = tasks;
  const command = commandFor(first?.status ?? 'todo');
  const branch = epic !== null && epic.id === first?.epicId ? epic.branchName : null;
  const plural = tasks.length > 1;
  return [
    item(
      plural ? 'ids' : 'id',
      lines(({ id }) => id),
    ),
    item(
      plural ? 'titles' : 'title',
      lines(({ title }) => title),
    ),
    item(
      plural ? 'ids and titles' : 'id and title',
      lines(({ id, title }) => `${id} ${title}`),
    ),
    ...(branch === null ? [] : [item('branch', branch)]),
    item(
      plural ? 'commands' : 'command',
      lines(({ id }) => `flowdeck ${command} ${id}`),
    ),
    item(
      'command to show it',
      lines(({ id }) => `flowdeck cat ${id}`),
    ),
  ];
}

/** What an agent would be told to run next. */
function commandFor(status: TaskStatus): string {
  switch (status) {
    case 'todo':
    case 'up_for_retry':
      return 'start';
    case 'in_progress':
      return 'done';
    case 'blocked':
      return 'unblock';
    case 'done':
    case 'skipped':
    case 'failed':
    case 'upstream_failed':
      return 'restart';
  }
}

function epicItems({ id, title, branchName }: EpicRow): PickerItem[] {
  return [
    item('id', id),
    item('title', title),
    item('id and title', `${id} ${title}`),
    ...(branchName === null ? [] : [item('branch', branchName)]),
    item('command', `flowdeck ready --epic ${id}`),
    item('command to show it', `flowdeck cat ${id}`),
  ];
}

function memoryItems({ id, title }: MemoryRow): PickerItem[] {
  const text: PickerItem = {
    key: 'text',
    title: 'text',
    refusal: null,
    about: ['The whole entry'],
    chosen: { type: 'errand', errand: { type: 'copyMemory', id } },
  };
  return [
    text,
    item('title', title),
    item('reference', `Memory #${id}: ${title}`),
    item('command', `flowdeck memory get ${id}`),
  ];
}

function item(what: string, text: string): PickerItem {
  return {
    key: what,
    title: what,
    note: text.includes('\n') ? '' : text,
    refusal: null,
    about: text.split('\n').slice(0, 12),
    chosen: { type: 'errand', errand: { type: 'copy', text, what } },
  };
}
