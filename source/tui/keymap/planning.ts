/** What there is to do. */
import { needs, type BindingDefinition } from './definition.js';

export const planningKeys = {
  create: {
    keys: ['c'],
    scopes: ['pane'],
    label: ({ focus }) => (focus === 'epics' ? 'new epic' : 'new task'),
    help: 'Create a task in the selected epic; among the epics, an epic',
    actsOnData: true,
    hint: true,
    refusal: needs(
      ({ focus, epicSelected }) => focus === 'epics' || epicSelected,
      'Select an epic first.',
    ),
  },
  createEpic: {
    keys: ['C'],
    scopes: ['pane'],
    label: 'new epic',
    help: 'Create an epic',
    actsOnData: true,
  },
} as const satisfies Record<string, BindingDefinition>;
