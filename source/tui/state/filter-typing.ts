/** What may be typed next into a list's filter: its fields and values, its orders and its groups. */
import {
  collectValues,
  completeFilter,
  groupKeys,
  parseFilter,
  sortKeys,
  type FilterCandidate,
  type FilterError,
  type ListKind,
} from '../../search/filter-language/index.js';
import { arrangementOf, canArrange } from '../panes/list-query.js';
import type { CockpitState, Prompt } from './cockpit-state.js';
import type { Models } from './models.js';
import type { ProjectData } from './project-data.js';

/** Candidates for what stands at the cursor, best first; empty where the prompt is no filter. */
export function filterCandidates(
  state: CockpitState,
  dialog: Prompt,
  data: ProjectData,
  models: Models,
): readonly FilterCandidate[] {
  const filtered = filteredBy(state, dialog, data, models);
  if (filtered === null) return [];
  const { text, cursor } = dialog.field;
  const before =
    dialog.intent.type === 'search' ? models.search(state, data, dialog.intent.pane) : '';
  // What was searched before comes back to be changed.
  if (text === '' && before !== '') {
    return [{ insert: before, label: before, help: 'once more', start: 0, end: 0 }];
  }
  const arranging = canArrange(filtered.kind)
    ? arrangingCandidates(text, cursor, filtered.kind)
    : [];
  if (arranging.length > 0) return arranging;
  const values = collectValues(filtered.rows, filtered.kind, models.filterContext(state, data));
  const known = completeFilter(text, cursor, filtered.kind, values);
  // A candidate that changes nothing is none.
  return known.filter(({ insert, start, end }) => text.slice(start, end) !== insert);
}

/** The first mistake in what is typed; null where there is none or the prompt is no filter. */
export function filterMistake(
  state: CockpitState,
  dialog: Prompt,
  data: ProjectData,
  models: Models,
): FilterError | null {
  const filtered = filteredBy(state, dialog, data, models);
  if (filtered === null) return null;
  const { filter } = arrangementOf(dialog.field.text);
  return parseFilter(filter, filtered.kind, filter.length).error;
}

function filteredBy(state: CockpitState, dialog: Prompt, data: ProjectData, models: Models) {
  return dialog.intent.type === 'search'
    ? models.filterable(state, data, dialog.intent.pane)
    : null;
}

const groupedKinds: readonly ListKind[] = ['epics', 'tasks'];

/** For `sort:` and `group:`, and for their beginnings. */
function arrangingCandidates(text: string, cursor: number, kind: ListKind): FilterCandidate[] {
  const start = text.lastIndexOf(' ', cursor - 1) + 1;
  const typed = text.slice(start, cursor);
  const named = /^(sort|group):(-?)([\w-]*)$/.exec(typed);
  const word = typed.toLowerCase();
  if (!named) {
    const words = ['sort', ...(groupedKinds.includes(kind) ? ['group'] : [])];
    return words
      .filter((each) => word.length >= 2 && each.startsWith(word))
      .map((each) => ({ insert: `${each}:`, label: each, help: '', start, end: cursor }));
  }
  const [, what, minus = '', name = ''] = named;
  const keys = what === 'sort' ? sortKeys(kind) : groupKeys(kind);
  return keys
    .filter((key) => key.name.startsWith(name) && key.name !== name)
    .map((key) => {
      const insert = `${what ?? ''}:${minus}${key.name}`;
      return { insert, label: key.name, help: key.label, start, end: cursor };
    });
}
