import type { PaneDefinition } from '../pane.js';
import { selectMemory, type MemoryModel } from './model.js';
import { memoryBehaviour, type MemoryState } from './state.js';
import { viewMemory } from './view.js';

export const memoryPane: PaneDefinition<MemoryModel, MemoryState> = {
  name: 'memory',
  select: selectMemory,
  ...memoryBehaviour,
  view: viewMemory,
};
