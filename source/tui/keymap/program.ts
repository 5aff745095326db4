/** The program itself. */
import { always, everywhere, needs, type BindingDefinition } from './definition.js';

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
  retry: {
    keys: ['.'],
    scopes: everywhere,
    label: ({ failed }) => `try again to ${failed ?? 'act'}`,
    help: 'Try again what failed last',
    actsOnData: true,
    hint: true,
    refusal: needs(({ failed }) => failed !== null, 'Nothing failed.'),
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
