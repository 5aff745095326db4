/** In the help: what is typed narrows it, so nothing but keys without a character is bound. */
import type { BindingDefinition } from './definition.js';

export const helpKeys = {
  helpUp: { keys: ['up', 'ctrl+p'], scopes: ['help'], label: 'up', help: 'The key above' },
  helpDown: { keys: ['down', 'ctrl+n'], scopes: ['help'], label: 'down', help: 'The key below' },
  helpPageUp: { keys: ['pageup'], scopes: ['help'], label: 'page up', help: 'One page up' },
  helpPageDown: { keys: ['pagedown'], scopes: ['help'], label: 'page down', help: 'One page down' },
  helpRun: {
    keys: ['enter'],
    scopes: ['help'],
    label: 'do it',
    help: 'Do what the selected key does',
    hint: true,
  },
  closeHelp: {
    keys: ['escape'],
    scopes: ['help'],
    label: 'close',
    help: 'Close the help',
    hint: true,
  },
} as const satisfies Record<string, BindingDefinition>;
