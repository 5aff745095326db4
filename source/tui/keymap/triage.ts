/** Finding what to do, taking it back, and taking things along. */
import { everywhere, needs, type BindingDefinition } from './definition.js';

export const triageKeys = {
  palette: {
    keys: [':', 'ctrl+p'],
    scopes: everywhere,
    label: 'find',
    help: 'Find a command, an epic, a task or a memory entry',
    hint: true,
  },
  undo: {
    keys: ['u'],
    scopes: everywhere,
    label: 'undo',
    help: 'Take back the last action, or the one under the cursor of the history',
    actsOnData: true,
    refusal: ({ action }) =>
      action === null
        ? null
        : action.state === 'undone'
          ? 'This was taken back already: Ctrl-R does it again.'
          : action.refusal,
  },
  redo: {
    keys: ['ctrl+r'],
    scopes: everywhere,
    label: 'redo',
    help: 'Do again what was taken back last, or what is under the cursor of the history',
    actsOnData: true,
    refusal: ({ action }) =>
      action === null
        ? null
        : action.state === 'done'
          ? 'This was not taken back: u does that.'
          : action.refusal,
  },
  history: {
    keys: ['H'],
    scopes: everywhere,
    label: 'history',
    help: 'The history: what was done here, what can be taken back, and why the rest cannot',
  },
  retry: {
    keys: ['.'],
    scopes: everywhere,
    label: 'retry',
    help: 'Try the last failed action again, on what is there now',
    actsOnData: true,
    hint: true,
    refusal: needs(({ failed }) => failed, 'No action has failed.'),
  },
  copy: {
    keys: ['y'],
    scopes: everywhere,
    label: 'copy',
    help: 'Copy the id, the title, the branch or a command to the clipboard',
    refusal: needs(
      ({ task, epic, memory }) => task !== null || epic !== null || memory !== null,
      'Nothing is selected.',
    ),
  },
  editText: {
    keys: ['e'],
    scopes: everywhere,
    label: 'edit',
    help: 'Edit the text in $VISUAL or $EDITOR',
    actsOnData: true,
    refusal: needs(
      ({ task, epic, onEpic, memory }) =>
        task !== null || memory !== null || (onEpic && epic !== null),
      'Select an epic, a task or a memory entry first.',
    ),
  },
} as const satisfies Record<string, BindingDefinition>;
