/** Orders, groups and saved views of a list, to choose from. */
import { groupKeys, sortKeys, type ListKind } from '../../search/filter-language/index.js';
import { arrangementOf, withArrangement } from '../panes/list-query.js';
import type { PaneName } from '../panes/pane.js';
import { clean } from '../spans.js';
import { makePicker, type Picker, type PickerItem } from './picker.js';
import { emptyField } from './text-field.js';

/** A filter with its order and group, under a name. */
export interface SavedView {
  readonly kind: ListKind;
  readonly name: string;
  readonly text: string;
}

/** Views that everybody has. */
const commonViews: readonly SavedView[] = [
  { kind: 'tasks', name: 'needs somebody', text: 'status:failed,blocked,upstream_failed' },
  { kind: 'tasks', name: 'can be started', text: 'is:ready sort:priority' },
  { kind: 'tasks', name: 'mine', text: 'assignee:me' },
  { kind: 'tasks', name: 'changed since I looked', text: 'is:unread sort:updated' },
  { kind: 'tasks', name: 'by status', text: 'group:status' },
  { kind: 'epics', name: 'open', text: 'status:open' },
  { kind: 'epics', name: 'changed since I looked', text: 'is:unread sort:updated' },
  { kind: 'epics', name: 'by status', text: 'group:status' },
];

interface About {
  readonly pane: PaneName;
  readonly kind: ListKind;
  /** What narrows and orders the list now. */
  readonly text: string;
}

/** Choosing the order again turns it around. */
export function sortPicker({ pane, kind, text }: About): Picker {
  const { sort } = arrangementOf(text);
  const item = (key: string, title: string, wanted: typeof sort, note = ''): PickerItem => ({
    key,
    title,
    note,
    refusal: null,
    about: [],
    chosen: { type: 'search', pane, text: withArrangement(text, { sort: wanted }) },
  });
  return makePicker({
    title: `Sort the ${pane}`,
    placeholder: 'by what',
    items: [
      ...sortKeys(kind).map(({ name, label }) => {
        const isNow = sort?.by === name;
        const reversed = isNow && !sort.reversed;
        return item(name, label, { by: name, reversed }, isNow ? 'turn around' : '');
      }),
      item('', 'as it stands by itself', null, sort === null ? 'now' : ''),
    ],
  });
}

export function groupPicker({ pane, kind, text }: About): Picker {
  const { group } = arrangementOf(text);
  return makePicker({
    title: `Group the ${pane}`,
    placeholder: 'by what',
    items: [...groupKeys(kind), { name: null, label: 'no groups' }].map(
      ({ name, label }): PickerItem => ({
        key: name ?? '',
        title: label,
        note: name === group ? 'now' : '',
        refusal: null,
        about: [],
        chosen: { type: 'search', pane, text: withArrangement(text, { group: name }) },
      }),
    ),
  });
}

export function viewPicker({ pane, kind, text }: About, saved: readonly SavedView[]): Picker {
  const own = saved.filter((view) => view.kind === kind);
  const item = (view: SavedView, note: string): PickerItem => ({
    key: `${note} ${view.name}`,
    title: clean(view.name),
    note,
    words: view.text,
    refusal: null,
    about: [clean(view.text)],
    chosen: { type: 'search', pane, text: view.text },
  });
  const unsaved = text !== '' && !own.some((view) => view.text === text);
  return makePicker({
    title: `Views of the ${pane}`,
    placeholder: 'a view',
    items: [
      ...own.map((view) => item(view, 'yours')),
      ...commonViews.filter((view) => view.kind === kind).map((view) => item(view, '')),
      {
        key: 'all',
        title: 'everything, as it stands by itself',
        refusal: text === '' ? 'It is so now.' : null,
        about: [],
        chosen: { type: 'search', pane, text: '' },
      },
      {
        key: 'save',
        title: 'Save what is shown now as a view',
        refusal: unsaved ? null : 'Filter, sort or group the list first: that makes a view.',
        about: [clean(text)],
        chosen: {
          type: 'prompt',
          prompt: {
            type: 'prompt',
            title: 'Save the view',
            placeholder: 'its name',
            required: true,
            field: emptyField,
            intent: { type: 'saveView', kind, text },
          },
        },
      },
      ...own.map((view): PickerItem => ({
        key: `forget ${view.name}`,
        title: `Forget the view ${clean(view.name)}`,
        refusal: null,
        about: [clean(view.text)],
        chosen: { type: 'forgetView', view },
      })),
    ],
  });
}

/** With a view under its name; an older one of that name gives way. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...withoutView(views, view), view];
}

export function withoutView(
  views: readonly SavedView[],
  { kind, name }: SavedView,
): readonly SavedView[] {
  return views.filter((each) => each.kind !== kind || each.name !== name);
}
