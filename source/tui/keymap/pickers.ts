/** Choosing from a list while typing. */
import type { BindingDefinition } from './definition.js';

export const pickerKeys = {
  choose: {
    keys: ['enter'],
    scopes: ['picker'],
    label: 'choose',
    help: 'Take the row under the cursor, or all that are ticked',
    hint: true,
  },
  tick: {
    keys: ['tab', ' '],
    scopes: ['picker'],
    label: 'tick',
    help: 'Tick the row where several can be chosen',
  },
  pickUp: { keys: ['up', 'ctrl+p'], scopes: ['picker'], label: 'up', help: 'Move up' },
  pickDown: { keys: ['down', 'ctrl+n'], scopes: ['picker'], label: 'down', help: 'Move down' },
  pickPageUp: { keys: ['pageup'], scopes: ['picker'], label: 'page up', help: 'One page up' },
  pickPageDown: {
    keys: ['pagedown'],
    scopes: ['picker'],
    label: 'page down',
    help: 'One page down',
  },
} as const satisfies Record<string, BindingDefinition>;
