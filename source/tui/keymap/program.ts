/** The program itself. */
import { always, needs, type BindingDefinition } from './definition.js';

export const programKeys = {
  help: { keys: ['?'], scopes: ['global'], label: 'help', help: 'This list', hint: true },
  quit: { keys: ['q'], scopes: ['global'], label: 'quit', help: 'Quit', hint: true },
  interrupt: {
    keys: ['ctrl+c'],
    scopes: always,
    label: 'quit',
    help: 'Quit',
  },
  repaint: {
    keys: ['ctrl+l'],
    scopes: always,
    label: 'repaint',
    help: 'Draw the screen anew',
  },
  suspend: {
    keys: ['ctrl+z'],
    scopes: always,
    label: 'suspend',
    help: 'Suspend; fg in the shell comes back',
  },
  reopen: {
    keys: ['R'],
    scopes: ['global'],
    label: 'reopen',
    help: 'Reopen the store after it died',
    hint: true,
    refusal: needs(({ storeDead }) => storeDead, 'The store is open.'),
  },
} as const satisfies Record<string, BindingDefinition>;
