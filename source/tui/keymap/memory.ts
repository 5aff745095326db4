/** What is remembered: managing it in its pane, and bringing it to a task. */
import { everywhere, needs, type BindingDefinition } from './definition.js';

const needsEntry = needs(({ memory }) => memory !== null, 'Select a memory entry first: press 4.');

export const memoryKeys = {
  addMemory: {
    keys: ['c'],
    scopes: ['memory'],
    label: 'remember',
    help: 'Add a memory entry',
    actsOnData: true,
    hint: true,
  },
  verifyMemory: {
    keys: ['m'],
    scopes: ['memory'],
    label: 'verify',
    help: 'Say that the entry still holds',
    actsOnData: true,
    hint: true,
    refusal: needsEntry,
  },
  deleteMemory: {
    keys: ['x'],
    scopes: ['memory'],
    label: 'forget',
    help: 'Delete the entry',
    actsOnData: true,
    hint: true,
    refusal: needsEntry,
  },
  memoryFields: {
    keys: ['w'],
    scopes: ['memory'],
    label: 'fields',
    help: 'Change the type, the tags and the like of the entry',
    actsOnData: true,
    refusal: needsEntry,
  },
  insertReference: {
    keys: ['I'],
    scopes: ['memory'],
    label: 'insert',
    help: 'Insert a reference to the entry into the text of the task under the cursor of the tasks',
    actsOnData: true,
    refusal: needsEntry,
  },
  relatedMemory: {
    keys: ['W'],
    scopes: everywhere,
    label: 'related',
    help: 'What is remembered about the selected task',
  },
} as const satisfies Record<string, BindingDefinition>;
