/** The cursor of the epics pane; `/` searches ids and titles. */
import { listBehaviour } from '../list-behaviour.js';
import type { EpicsModel } from './model.js';

export type { ListState as EpicsState } from '../../widgets/list.js';

export const epicsBehaviour = listBehaviour<EpicsModel>(
  (model, search) => model.list.found(search).keys,
  (_, size) => size.rows,
);
