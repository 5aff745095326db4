/** The cursor of the phases pane. */
import { listBehaviour } from '../list-behaviour.js';
import type { PhasesModel } from './model.js';

export type { ListState as PhasesState } from '../../widgets/list.js';

export const phasesBehaviour = listBehaviour<PhasesModel>(
  (model, search) => model.list.found(search).keys,
  (_, size) => size.rows,
);
