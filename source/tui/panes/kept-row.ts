/**
 * Lists whose rows are acted on while they come and go: when the row under the cursor vanishes by itself it stays there,
 * as gone, until the cursor moves. So no key ever acts on a row that slid under the cursor a moment ago.
 */
import type { FilterContext } from '../../search/filter-language/index.js';
import type { PaneSize } from '../line.js';
import type { ListPaneState } from './list-behaviour.js';
import type { PaneAction, PaneDefinition } from './pane.js';
import { RowList } from './row-list.js';

export interface KeptRowState<Row> extends ListPaneState {
  /** The row under the cursor as it was last seen. */
  readonly current: Row | null;
  /** The row under the cursor that is not listed any more, and where it was. */
  readonly gone: { readonly row: Row; readonly position: number } | null;
}

interface Listing<Row> {
  readonly list: RowList<Row>;
}

type Behaviour<Model, State> = Pick<
  PaneDefinition<Model, State>,
  'initialState' | 'settle' | 'reduce' | 'selectedKey' | 'searchOf'
> &
  Required<Pick<PaneDefinition<Model, State>, 'keyAt'>>;

export interface KeptRowOptions<Row, Model> {
  readonly base: Behaviour<Model, ListPaneState>;
  readonly keyOf: (row: Row) => string;
  readonly searchTextOf: (row: Row) => string;
}

export interface KeptRowBehaviour<Row, Model> extends Behaviour<Model, KeptRowState<Row>> {
  /** The model as it is shown: with the row that is gone in its place. */
  shown(model: Model, state: KeptRowState<Row>): Model;
}

export function keepingRow<Row, Model extends Listing<Row>>(
  options: KeptRowOptions<Row, Model>,
): KeptRowBehaviour<Row, Model> {
  const { base, keyOf, searchTextOf } = options;
  const find = (model: Model, key: string | null): Row | null =>
    key === null ? null : (model.list.rows[model.list.keys.indexOf(key)] ?? null);

  let last: { model: Model; gone: KeptRowState<Row>['gone']; shown: Model } | null = null;
  const shown = (model: Model, { gone }: Pick<KeptRowState<Row>, 'gone'>): Model => {
    if (gone === null) return model;
    if (last?.model === model && last.gone === gone) return last.shown;
    const rows = [...model.list.rows];
    rows.splice(Math.min(gone.position, rows.length), 0, gone.row);
    last = {
      model,
      gone,
      shown: { ...model, list: new RowList(rows, keyOf, searchTextOf, model.list.filterable) },
    };
    return last.shown;
  };

  /** Which row is gone now: only one that is looked at, and only until it is back. */
  const goneNow = (
    state: KeptRowState<Row>,
    model: Model,
    size: PaneSize,
  ): KeptRowState<Row>['gone'] => {
    if (size.columns === 0) return null;
    const isListed = (row: Row): boolean => find(model, keyOf(row)) !== null;
    if (state.gone !== null) return isListed(state.gone.row) ? null : state.gone;
    const { current, position, selectedKey } = state;
    const vanished =
      current !== null && keyOf(current) === selectedKey && !isListed(current) && position >= 0;
    return vanished ? { row: current, position } : null;
  };

  const within = (
    state: KeptRowState<Row>,
    next: ListPaneState,
    gone: KeptRowState<Row>['gone'],
    model: Model,
  ): KeptRowState<Row> => {
    const current = find(shown(model, { gone }), next.selectedKey);
    const same = next === state && gone === state.gone && current === state.current;
    return same ? state : { ...state, ...next, gone, current };
  };

  return {
    initialState: { ...base.initialState, current: null, gone: null },
    shown,
    settle(state, model, size, context) {
      const gone = goneNow(state, model, size);
      const settled = base.settle(state, shown(model, { gone }), size, context);
      return within(state, settled, gone, model);
    },
    reduce(
      state: KeptRowState<Row>,
      action: PaneAction,
      model: Model,
      size: PaneSize,
      context?: FilterContext,
    ) {
      const moved = base.reduce(state, action, shown(model, state), size, context);
      if (moved === state && state.gone === null) return state;
      // Whoever moves on has seen what became of it.
      return within(state, base.settle(moved, model, size, context), null, model);
    },
    selectedKey: (state, model) => base.selectedKey(state, shown(model, state)),
    searchOf: (state, model) => base.searchOf(state, model),
    keyAt: (state, model, line, size) => base.keyAt(state, shown(model, state), line, size),
  };
}
