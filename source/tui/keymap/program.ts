/** The program itself. */
import { always, needs, type BindingDefinition } from './definition.js';

export const programKeys = {
  help: {
    keys: ['?'],
    scopes: ['global'],
    label: 'help',
    help: 'All keys, to search and to use',
    hint: true,
  },
  debug: {
    keys: ['~'],
    scopes: ['global'],
    label: 'figures',
    help: 'The figures of the store, the process and the screen',
  },
  mouse: {
    keys: ['ctrl+x'],
    scopes: always,
    label: 'mouse',
    help: 'Mouse on or off; on, drag with Shift held to select text',
  },
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
