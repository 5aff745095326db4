/** The cursor of the history. */
import { listBehaviour } from '../list-behaviour.js';
import type { HistoryModel } from './model.js';

export type { ListPaneState as HistoryState } from '../list-behaviour.js';

export const historyBehaviour = listBehaviour<HistoryModel>({
  keysOf: (model, search) => model.list.found(search).keys,
  rowsOf: (_, size) => size.rows,
});
