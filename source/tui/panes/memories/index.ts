import type { PaneDefinition } from '../pane.js';
import { selectMemory, type MemoryModel } from './model.js';
import { memoryBehaviour, type MemoryState } from './state.js';
import { viewMemory } from './view.js';

export const memoryPane: PaneDefinition<MemoryModel, MemoryState> = {
  name: 'memory',
  select: selectMemory,
  ...memoryBehaviour,
  filterable: ({ scope, list }) =>
    scope === 'memory' ? { kind: 'memory', rows: list.rows.flatMap(({ row }) => row ?? []) } : null,
  view: viewMemory,
};
