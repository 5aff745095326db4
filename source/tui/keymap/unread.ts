/** What changed since one last looked. */
import { needs, type BindingDefinition } from './definition.js';

const somethingUnread = needs(
  ({ unread }) => unread > 0,
  'Nothing has happened here since you last looked.',
);

export const unreadKeys = {
  nextUnread: {
    keys: [']'],
    scopes: ['pane', 'detail'],
    label: 'next news',
    help: 'To the next row about which something happened since you looked',
    refusal: somethingUnread,
  },
  previousUnread: {
    keys: ['['],
    scopes: ['pane', 'detail'],
    label: 'previous news',
    help: 'To the one before about which something happened since you looked',
    refusal: somethingUnread,
  },
  readAll: {
    keys: ['M'],
    scopes: ['pane'],
    label: 'all seen',
    help: 'Take everything as looked at',
    refusal: somethingUnread,
  },
} as const satisfies Record<string, BindingDefinition>;
