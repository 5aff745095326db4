import { describe, expect, it } from 'vitest';
import {
  isLooking,
  makePicker,
  matchedPositions,
  movePicker,
  pickerRows,
  selectedItem,
  tickRow,
  typeIntoPicker,
  type Picker,
  type PickerItem,
} from '../../../source/tui/state/picker.js';
import { filledField } from '../../../source/tui/state/text-field.js';

const height = 5;

function item(title: string, given: Partial<PickerItem> = {}): PickerItem {
  return { key: title, title, refusal: null, about: [], chosen: null, ...given };
}

const fruit = [
  item('Apple pie', { note: 'a' }),
  item('Banana split', { refusal: 'There are no bananas.' }),
  item('Cherry cake', { words: 'kirsch' }),
];

function picker(given: Partial<Picker> = {}): Picker {
  return makePicker({ title: 'Eat', placeholder: 'what', items: fruit, ...given });
}

function typed(text: string, from: Picker = picker()): Picker {
  return typeIntoPicker(from, filledField(text));
}

const titles = (shown: Picker): string[] => pickerRows(shown).rows.map(({ title }) => title);

describe('a picker', () => {
  it('shows everything in its order while nothing is typed', () => {
    expect(titles(picker())).toEqual(['Apple pie', 'Banana split', 'Cherry cake']);
    expect(selectedItem(picker())?.title).toBe('Apple pie');
  });

  it('narrows by what is typed, with slips and by words that are not shown, and marks what it meets', () => {
    expect(titles(typed('chery'))).toEqual(['Cherry cake']);
    expect(titles(typed('kirsch'))).toEqual(['Cherry cake']);
    const pie = typed('pie');
    const [row] = pickerRows(pie).rows;
    expect(row && matchedPositions(pie, row)).toEqual([6, 7, 8]);
    expect(titles(typed('zzz'))).toEqual([]);
    expect(selectedItem(typed('zzz'))).toBeNull();
  });

  it('puts what cannot be chosen behind what is met as well', () => {
    const items = [item('Split pea', { refusal: 'No.' }), item('Split cake')];
    expect(titles(typed('split', picker({ items })))).toEqual(['Split cake', 'Split pea']);
  });

  it('keeps the cursor while it only moves, and puts it on the best of another text', () => {
    const moved = movePicker(picker(), 'down', height);
    expect(selectedItem(moved)?.title).toBe('Banana split');
    expect(selectedItem(typed(' ', moved))?.title).toBe('Banana split');
    expect(selectedItem(typed('cake', moved))?.title).toBe('Cherry cake');
    expect(selectedItem(movePicker(moved, 'bottom', height))?.title).toBe('Cherry cake');
  });

  it('ticks and unticks where several can be chosen, but nothing that is refused', () => {
    const intent = { type: 'createEpic', title: '' } as const;
    const several = picker({ several: { ticked: ['Cherry cake'], intent } });
    const first = tickRow(several, height);
    expect(first.several?.ticked).toEqual(['Cherry cake', 'Apple pie']);
    expect(selectedItem(first)?.title).toBe('Banana split');
    expect(tickRow(first, height)).toBe(first);
    const last = tickRow(movePicker(first, 'bottom', height), height);
    expect(last.several?.ticked).toEqual(['Apple pie']);
    expect(tickRow(picker(), height)).toEqual(picker());
  });

  it('offers what is typed as the last row, unless it is a row already', () => {
    const free = picker({ typed: { title: 'eat', intent: { type: 'createEpic', title: '' } } });
    expect(titles(typed('cake', free))).toEqual(['Cherry cake', 'eat cake']);
    expect(titles(typed('Apple pie', free))).toEqual(['Apple pie']);
    expect(titles(free)).toHaveLength(3);
  });

  it('joins what the store found, best first, and each thing once', () => {
    const found = {
      text: 'cake',
      items: [item('Carrot cake'), item('Cherry cake'), item('Pudding')],
    };
    const asked = picker({ found: { text: '', items: [] } });
    expect(isLooking(asked)).toBe(false);
    expect(isLooking(typed('cake', asked))).toBe(true);
    const answered = typed('cake', picker({ found }));
    expect(isLooking(answered)).toBe(false);
    expect(titles(answered)).toHaveLength(3);
    expect(titles(answered).at(-1)).toBe('Pudding');
  });
});
