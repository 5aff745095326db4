/** The cursor of the epics pane; `/` searches ids and titles. */
import { listBehaviour } from '../list-behaviour.js';
import type { EpicsModel } from './model.js';

export type { ListPaneState as EpicsState } from '../list-behaviour.js';

export const epicsBehaviour = listBehaviour<EpicsModel>({
  keysOf: (model, query) => model.list.found(query).keys,
  rowsOf: (_, size) => size.rows,
  markable: true,
});
