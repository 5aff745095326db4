/** A list to choose from while typing: what is typed narrows it fuzzily, and what cannot be chosen says why. Pure. */
import { createFuzzyIndex, fuzzyMatch, type FuzzyIndex } from '../../search/fuzzy.js';
import type { CommandId } from '../keys.js';
import type { Span } from '../line.js';
import type { Movement, PaneName } from '../panes/pane.js';
import {
  initialList,
  moveInList,
  scrollInList,
  selectInList,
  settleList,
  type ListState,
} from '../widgets/list.js';
import type { Prompt } from './cockpit-state.js';
import type { Errand } from './errands.js';
import type { Intent } from './intents.js';
import { emptyField, type TextField } from './text-field.js';
import type { SavedView } from './views.js';

/** What comes of choosing a row. */
export type Chosen =
  | { readonly type: 'command'; readonly id: CommandId }
  | { readonly type: 'errand'; readonly errand: Errand }
  | { readonly type: 'intent'; readonly intent: Intent }
  | { readonly type: 'prompt'; readonly prompt: Prompt }
  /** What narrows, orders and groups a list from now on. */
  | { readonly type: 'search'; readonly pane: PaneName; readonly text: string }
  | { readonly type: 'forgetView'; readonly view: SavedView };

export interface PickerItem {
  /** Tells it from the others of the picker. */
  readonly key: string;
  /** A character in front that says what kind of thing it is. */
  readonly mark?: Span;
  /** What is shown and searched. */
  readonly title: string;
  /** Shown at the right end: a key, an id. Searched as well. */
  readonly note?: string;
  /** Searched, but not shown. */
  readonly words?: string;
  /** Why it cannot be chosen; null where it can. */
  readonly refusal: string | null;
  /** What is told of it beside the list, a paragraph each. */
  readonly about: readonly string[];
  /** Null where several can be chosen: then the picker itself knows what comes of them. */
  readonly chosen: Chosen | null;
}

export interface Picker {
  readonly type: 'picker';
  readonly title: string;
  /** Shown while nothing is typed. */
  readonly placeholder: string;
  readonly items: readonly PickerItem[];
  /** What the store found, and for which text; null where the store is not asked. */
  readonly found: { readonly text: string; readonly items: readonly PickerItem[] } | null;
  readonly field: TextField;
  readonly list: ListState;
  /** Where several can be chosen: the keys of those that are, and what comes of them; else null. */
  readonly several: {
    readonly ticked: readonly string[];
    readonly intent: Intent;
  } | null;
  /** What is typed can be taken as it stands: what it is called, and what comes of it. */
  readonly typed: { readonly title: string; readonly intent: Intent } | null;
}

export interface PickerRows {
  readonly rows: readonly PickerItem[];
  readonly keys: readonly string[];
}

/** Beyond these nobody looks: one types more. */
const mostShown = 100;
/** What cannot be chosen gives way to what can, unless it is met much better. */
const refusedWorth = 0.8;
/** For what the store found by its text rather than its title. */
const unmetWorth = 0.05;

export function makePicker(
  given: Pick<Picker, 'title' | 'placeholder' | 'items'> & Partial<Picker>,
): Picker {
  return {
    type: 'picker',
    found: null,
    field: emptyField,
    list: initialList,
    several: null,
    typed: null,
    ...given,
  };
}

interface Narrowed extends PickerRows {
  readonly text: string;
  readonly found: Picker['found'];
}

const indexes = new WeakMap<readonly PickerItem[], FuzzyIndex<PickerItem>>();
const narrowed = new WeakMap<readonly PickerItem[], Narrowed>();

/** The rows that the typed text leaves, best first; kept for the last text. */
export function pickerRows(picker: Picker): PickerRows {
  const { items, found, field } = picker;
  const text = field.text.trim();
  const known = narrowed.get(items);
  if (known?.text === text && known.found === found) return known;
  const rows = text === '' ? items : matching(picker, text);
  const fresh = { text, found, rows, keys: rows.map(({ key }) => key) };
  narrowed.set(items, fresh);
  return fresh;
}

/** The characters of a title that the typed text meets, in UTF-16 units. */
export function matchedPositions({ field }: Picker, { title }: PickerItem): readonly number[] {
  return fuzzyMatch(field.text.trim(), title)?.positions ?? [];
}

/** Whether the store has not answered yet. */
export function isLooking({ found, field }: Picker): boolean {
  const text = field.text.trim();
  return found !== null && text !== '' && found.text !== text;
}

/** What is said where no row is shown. */
export function nothingText({ field }: Picker): string {
  return field.text.trim() === '' ? 'There is nothing to choose.' : 'Nothing has these letters.';
}

/** The row under the cursor; null where nothing is left. */
export function selectedItem(picker: Picker): PickerItem | null {
  const { rows, keys } = pickerRows(picker);
  return rows[settleList(picker.list, keys, 1).position] ?? null;
}

export function movePicker(picker: Picker, movement: Movement, height: number): Picker {
  return withList(picker, moveInList(picker.list, movement, pickerRows(picker).keys, height));
}

export function scrollPicker(picker: Picker, by: number, height: number): Picker {
  return withList(picker, scrollInList(picker.list, by, pickerRows(picker).keys, height));
}

export function selectInPicker(picker: Picker, key: string, height: number): Picker {
  return withList(picker, selectInList(picker.list, key, pickerRows(picker).keys, height));
}

function withList(picker: Picker, list: ListState): Picker {
  return list === picker.list ? picker : { ...picker, list };
}

/** Another text begins at its best row. */
export function typeIntoPicker(picker: Picker, field: TextField): Picker {
  const list = field.text.trim() === picker.field.text.trim() ? picker.list : initialList;
  return { ...picker, field, list };
}

/** Ticks the row under the cursor, or takes its tick away, and goes on to the next. */
export function tickRow(picker: Picker, height: number): Picker {
  const { several } = picker;
  const item = selectedItem(picker);
  if (several === null || item === null || item.refusal !== null) return picker;
  const { key } = item;
  const ticked = several.ticked.includes(key)
    ? several.ticked.filter((each) => each !== key)
    : [...several.ticked, key];
  return movePicker({ ...picker, several: { ...several, ticked } }, 'down', height);
}

/** What an item is found by; the title first, which counts a little more. */
function textOf({ title, note = '', words = '' }: PickerItem): string {
  return `${title} ${note} ${words}`;
}

function matching({ items, found, typed }: Picker, text: string): PickerItem[] {
  let index = indexes.get(items);
  if (index === undefined) {
    index = createFuzzyIndex(items, textOf);
    indexes.set(items, index);
  }
  const own = index.find(text, mostShown);
  const known = new Set(own.map(({ item }) => item.key));
  const others = (found?.items ?? [])
    .filter(({ key }) => !known.has(key))
    .map((item) => ({ item, score: fuzzyMatch(text, textOf(item))?.score ?? unmetWorth }));
  const rows = [...own, ...others]
    .map(({ item, score }) => ({
      item,
      worth: item.refusal === null ? score : score * refusedWorth,
    }))
    .sort((left, right) => right.worth - left.worth)
    .slice(0, mostShown)
    .map(({ item }) => item);
  const exact = rows.some(({ title }) => title === text);
  return typed === null || exact ? rows : [...rows, typedItem(typed, text)];
}

/** The typed text itself as the last row. */
function typedItem({ title, intent }: NonNullable<Picker['typed']>, text: string): PickerItem {
  return {
    key: `typed ${text}`,
    title: `${title} ${text}`,
    refusal: null,
    about: [],
    chosen: { type: 'intent', intent },
  };
}
