/** Moving the cursor, and from pane to pane. */
import { everywhere, lists, needs, type BindingDefinition } from './definition.js';

export const movementKeys = {
  up: { keys: ['up', 'k'], scopes: lists, label: 'up', help: 'Move up' },
  down: { keys: ['down', 'j'], scopes: lists, label: 'down', help: 'Move down' },
  left: {
    keys: ['left', 'h'],
    scopes: everywhere,
    label: 'left',
    help: 'Move left, or to the pane on the left',
  },
  right: {
    keys: ['right', 'l'],
    scopes: everywhere,
    label: 'right',
    help: 'Move right, or to the pane on the right',
  },
  pageUp: { keys: ['pageup', 'ctrl+u'], scopes: lists, label: 'page up', help: 'One page up' },
  pageDown: {
    keys: ['pagedown', 'ctrl+d'],
    scopes: lists,
    label: 'page down',
    help: 'One page down',
  },
  top: { keys: ['g', 'home'], scopes: lists, label: 'top', help: 'To the first row' },
  bottom: { keys: ['G', 'end'], scopes: lists, label: 'bottom', help: 'To the last row' },
  nextPane: {
    keys: ['tab'],
    scopes: everywhere,
    label: 'pane',
    help: 'Next pane',
    hint: true,
    refusal: needs(({ panes }) => panes > 1, 'This is the only pane.'),
  },
  previousPane: { keys: ['shift+tab'], scopes: everywhere, label: 'pane', help: 'Previous pane' },
  focusEpics: { keys: ['1'], scopes: everywhere, label: 'epics', help: 'The epics' },
  focusTasks: { keys: ['2'], scopes: everywhere, label: 'tasks', help: 'The tasks' },
  focusPhases: { keys: ['3'], scopes: everywhere, label: 'phases', help: 'The phases' },
  focusMemory: { keys: ['4'], scopes: everywhere, label: 'memory', help: 'The memory' },
  focusActivity: { keys: ['5'], scopes: everywhere, label: 'activity', help: 'The activity' },
  zoom: {
    keys: ['z'],
    scopes: everywhere,
    label: 'zoom',
    help: 'Let the pane or the detail fill the screen, and back',
  },
} as const satisfies Record<string, BindingDefinition>;
