/** Marking several rows, to act on them together. */
import { needs, type BindingDefinition } from './definition.js';

const onMarkable = needs(({ markable }) => markable, 'Rows of this pane cannot be marked.');

export const markingKeys = {
  mark: {
    keys: [' '],
    scopes: ['pane'],
    label: 'mark',
    help: 'Mark the row, or take its mark away, and go on to the next',
    refusal: onMarkable,
  },
  markRange: {
    keys: ['V'],
    scopes: ['pane'],
    label: 'mark range',
    help: 'Mark from here to where the cursor goes; again to end there',
    refusal: onMarkable,
  },
  markAll: {
    keys: ['*'],
    scopes: ['pane'],
    label: 'mark all',
    help: 'Mark all rows shown, or take all their marks away',
    refusal: onMarkable,
  },
} as const satisfies Record<string, BindingDefinition>;
