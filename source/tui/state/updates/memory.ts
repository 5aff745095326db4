/** Managing what is remembered, and bringing it to a task. */
import type { memoryKeys } from '../../keymap/memory.js';
import type { CockpitState } from '../cockpit-state.js';
import { notify, only, type UpdateContext } from '../effects.js';
import { keyContext } from '../key-context.js';
import { fieldsPicker, newMemoryPicker } from '../memory-pickers.js';
import { unlessRefused, type CommandsOf } from './command.js';

export const memoryCommands: CommandsOf<typeof memoryKeys> = {
  addMemory: (state) => only({ ...state, dialog: newMemoryPicker() }),
  verifyMemory: unlessRefused('verifyMemory', (state, context) => {
    const { memory } = keyContext(state, context);
    if (memory === null) return only(state);
    const { id, version: expectedVersion } = memory;
    return {
      state,
      effects: [{ type: 'run', intent: { type: 'verifyMemory', id, expectedVersion } }],
    };
  }),
  deleteMemory: unlessRefused('deleteMemory', (state, context) => {
    const { memory } = keyContext(state, context);
    if (memory === null) return only(state);
    const { id, version: expectedVersion, title, summary } = memory;
    return only({
      ...state,
      dialog: {
        type: 'confirm',
        title: `Forget entry ${id}?`,
        lines: [title, ...(summary === title ? [] : [summary]), 'u has it back.'],
        intent: { type: 'deleteMemory', id, expectedVersion },
      },
    });
  }),
  memoryFields: unlessRefused('memoryFields', (state, context) => {
    const { memory } = keyContext(state, context);
    return only(memory === null ? state : { ...state, dialog: fieldsPicker(memory) });
  }),
  insertReference: unlessRefused('insertReference', (state, context) => {
    const { memory } = keyContext(state, context);
    const taskId = taskAtHand(state, context);
    if (memory === null || taskId === null) return only(withoutTask(state, context));
    const intent = { type: 'insertReference', taskId, memoryId: memory.id } as const;
    return { state, effects: [{ type: 'run', intent }] };
  }),
  relatedMemory: (state, context) => {
    const taskId = taskAtHand(state, context);
    if (taskId === null) return only(withoutTask(state, context));
    return { state, effects: [{ type: 'errand', errand: { type: 'relatedMemory', taskId } }] };
  },
};

/** The selected task, or from elsewhere the one under the tasks' cursor. */
function taskAtHand(state: CockpitState, { data, models }: UpdateContext): string | null {
  if (data === null) return null;
  return models.selectedTask(state, data)?.id ?? models.selectedKey(state, data, 'tasks');
}

function withoutTask(state: CockpitState, { now }: UpdateContext): CockpitState {
  return notify(state, 'error', 'Put the cursor of the tasks on one first: press 2.', now);
}
