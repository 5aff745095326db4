/** The cursor of the phases pane, kept for each task and epic; it starts on the phase that is active. */
import { listBehaviour } from '../list-behaviour.js';
import type { PhasesModel } from './model.js';

export type { ListPaneState as PhasesState } from '../list-behaviour.js';

export const phasesBehaviour = listBehaviour<PhasesModel>({
  keysOf: (model, search) => model.list.found(search).keys,
  rowsOf: (_, size) => size.rows,
  // What is being read has no active phase yet: it is another subject than the phases themselves.
  subjectOf: ({ id, loading }) => (loading ? null : id),
  startOf: ({ list }) => list.rows.find(({ status }) => status === 'active')?.id,
});
