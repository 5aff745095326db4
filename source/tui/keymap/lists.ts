/** What every list and the detail view understand. */
import { everywhere, needs, type BindingDefinition } from './definition.js';

export const listKeys = {
  open: {
    keys: ['enter'],
    scopes: ['pane'],
    label: 'open',
    help: 'Open the detail of the selected row',
    hint: true,
    refusal: needs(({ openable }) => openable, 'This row leads nowhere.'),
  },
  back: {
    keys: ['escape'],
    scopes: everywhere,
    label: ({ searching, marked }) => (marked > 0 ? 'unmark' : searching ? 'end search' : 'back'),
    help: 'Back: take marks away, end the search, close the detail, leave the screen',
    hint: true,
    refusal: needs(
      ({ detailOpen, searching, marked, screen }) =>
        detailOpen || searching || marked > 0 || screen !== 'main',
      'There is nothing to go back from.',
    ),
  },
  nextItem: {
    keys: ['n'],
    scopes: ['detail'],
    label: 'next',
    help: 'The next one of the list',
    hint: true,
  },
  previousItem: {
    keys: ['p'],
    scopes: ['detail'],
    label: 'previous',
    help: 'The previous one of the list',
    hint: true,
  },
  search: {
    keys: ['/'],
    scopes: everywhere,
    label: 'search',
    help: 'Search in the pane or the text',
    hint: true,
  },
  switchScope: {
    keys: ['ctrl+t'],
    scopes: ['prompt', 'pane'],
    label: 'memory or project',
    help: 'Let the box of the memory search the memory, or the epics and tasks',
    hint: true,
    refusal: needs(
      ({ focus }) => focus === 'memory',
      'This is for the box of the memory: press 4.',
    ),
  },
} as const satisfies Record<string, BindingDefinition>;
