/** The cursor of the epics pane; `/` searches ids and titles. */
import { listBehaviour } from '../list-behaviour.js';
import type { EpicsModel } from './model.js';

export type { ListPaneState as EpicsState } from '../list-behaviour.js';

export const epicsBehaviour = listBehaviour<EpicsModel>({
  keysOf: (model, search) => model.list.found(search).keys,
  rowsOf: (_, size) => size.rows,
  markable: true,
});
