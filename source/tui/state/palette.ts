/** The palette: every command with its key and whether it is legal here, and the epics; the store finds the rest. */
import type { EpicRow, SearchHit } from '../../domain/contract/rows.js';
import { shortId } from '../../domain/ids.js';
import {
  bindings,
  keyName,
  labelOf,
  type Binding,
  type CommandId,
  type KeyContext,
  type Scope,
} from '../keys.js';
import { clean } from '../spans.js';
import { failedCount, finishedCount } from '../panes/progress-bar.js';
import { makePicker, type Picker, type PickerItem } from './picker.js';

/** Where commands belong to that are no mere answers to a dialog. */
const offered: readonly Scope[] = ['pane', 'memory', 'detail', 'global'];
/** What means something only while a key is pressed. */
const keysAlone: ReadonlySet<CommandId> = new Set([
  'up',
  'down',
  'left',
  'right',
  'pageUp',
  'pageDown',
  'top',
  'bottom',
  'back',
  'palette',
]);

export function makePalette(
  epics: readonly EpicRow[],
  context: KeyContext,
  storeOpen: boolean,
): Picker {
  const commands = bindings
    .filter(({ id, scopes }) => !keysAlone.has(id) && scopes.some((each) => offered.includes(each)))
    .map((binding) => commandItem(binding, context, storeOpen));
  // What changes something is looked for more often than a way to look elsewhere.
  const legal = commands
    .filter(({ refusal }) => refusal === null)
    .sort((left, right) => Number(right.acts) - Number(left.acts));
  const refused = commands.filter(({ refusal }) => refusal !== null);
  return makePicker({
    title: 'Find',
    placeholder: 'a command, an epic, a task, a memory entry',
    items: [...legal, ...refused, ...epics.map(epicItem)],
    found: { text: '', items: [] },
  });
}

/** Why a command cannot be given here; null where it can. */
export function commandRefusal(
  { scopes, actsOnData, refusal }: Binding,
  context: KeyContext,
  storeOpen: boolean,
): string | null {
  const inDetailOnly = scopes.includes('detail') && !scopes.some((each) => each !== 'detail');
  if (inDetailOnly && !context.detailOpen) return 'Open a detail first: press Enter.';
  return (
    refusal?.(context) ??
    (actsOnData && !storeOpen ? 'The store is not open: press R to reopen it.' : null)
  );
}

interface CommandItem extends PickerItem {
  readonly acts: boolean;
}

function commandItem(binding: Binding, context: KeyContext, storeOpen: boolean): CommandItem {
  const { id, help, keys } = binding;
  const names = keys.map((key) => keyName(key));
  const own = names.length === 0 ? 'It has no key of its own.' : `Its key: ${names.join(' or ')}`;
  return {
    key: `command ${id}`,
    mark: { text: '>', role: 'key' },
    title: help,
    note: names[0] ?? '',
    words: `${labelOf(binding, context)} ${id.replace(/([A-Z])/g, ' $1')}`,
    refusal: commandRefusal(binding, context, storeOpen),
    about: [own, ...aboutWhat(binding, context)],
    chosen: { type: 'command', id },
    acts: binding.actsOnData ?? false,
  };
}

/** What a command would act on. */
function aboutWhat({ actsOnData, scopes }: Binding, context: KeyContext): string[] {
  if (!actsOnData) return [];
  const { tasks, task, epic, memory } = context;
  if (scopes.includes('memory'))
    return memory === null ? [] : [`Entry ${memory.id}: ${memory.title}`];
  if (tasks.length > 1) return [`${tasks.length} tasks`];
  if (task !== null) return [`${task.id}: ${task.title}`];
  return epic === null ? [] : [`${epic.id}: ${epic.title}`];
}

function epicItem(epic: EpicRow): PickerItem {
  const { id, title, status, archived, counts } = epic;
  const state = archived ? 'archived' : status;
  const parts = [
    [counts.byStatus.in_progress, 'running'],
    [counts.byStatus.blocked, 'blocked'],
    [failedCount(counts), 'failed'],
    [counts.ready, 'ready'],
  ] as const;
  const about = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return {
    key: `epic ${id}`,
    mark: { text: 'E', role: 'heading' },
    title: clean(title),
    note: clean(shortId(id)),
    words: id,
    refusal: null,
    about: [
      `Epic, ${state}`,
      [`${finishedCount(counts)} of ${counts.total} tasks finished`, ...about].join(', '),
    ],
    chosen: { type: 'errand', errand: { type: 'goTo', kind: 'epic', id } },
  };
}

const hitMarks = {
  epic: { text: 'E', role: 'heading' },
  task: { text: 'T', role: 'levelInfo' },
  memory: { text: 'M', role: 'levelWarning' },
} as const;

/** What the store found, as rows of the palette. */
export function hitItem({ kind, id, title, excerpt }: SearchHit): PickerItem {
  const name = kind === 'memory' ? `#${id}` : clean(shortId(id));
  const words = { epic: 'Epic', task: 'Task', memory: 'Memory entry' }[kind];
  return {
    key: `${kind} ${id}`,
    mark: hitMarks[kind],
    title: clean(title),
    note: name,
    words: id,
    refusal: null,
    about: [`${words} ${id}`, ...(clean(excerpt) === clean(title) ? [] : [excerpt])],
    chosen: { type: 'errand', errand: { type: 'goTo', kind, id } },
  };
}
