/** The order, the groups and the views of a list. */
import { needs, type BindingDefinition } from './definition.js';

const onFilterable = needs(
  ({ filterable }) => filterable,
  'This list has one order only, and is searched by words.',
);

export const arrangingKeys = {
  sort: {
    keys: ['o'],
    scopes: ['pane'],
    label: 'sort',
    help: 'Choose the order of the list; the same again turns it around',
    refusal: onFilterable,
  },
  group: {
    keys: ['O'],
    scopes: ['pane'],
    label: 'group',
    help: 'Choose how the list is grouped; Enter on a group folds it',
    refusal: needs(({ groupable }) => groupable, 'Only the epics and the tasks have groups.'),
  },
  views: {
    keys: ['v'],
    scopes: ['pane'],
    label: 'views',
    help: 'Choose, save and forget views: a filter with its order and groups',
    refusal: onFilterable,
  },
} as const satisfies Record<string, BindingDefinition>;
