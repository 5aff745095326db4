/** Answering what is asked, and leaving texts. */
import type { BindingDefinition } from './definition.js';

export const dialogKeys = {
  submit: { keys: ['enter'], scopes: ['prompt'], label: 'ok', help: 'Take the text', hint: true },
  cancel: {
    keys: ['escape'],
    scopes: ['prompt', 'picker', 'confirm'],
    label: 'cancel',
    help: 'Cancel',
    hint: true,
  },
  confirm: {
    keys: ['y', 'Y'],
    scopes: ['confirm'],
    label: 'yes',
    help: 'Yes, do it',
    actsOnData: true,
    hint: true,
  },
  deny: { keys: ['n', 'N'], scopes: ['confirm'], label: 'no', help: 'No', hint: true },
  closeReader: {
    keys: ['escape', 'q', '?', 'enter', '~'],
    scopes: ['reader'],
    label: 'close',
    help: 'Close',
    hint: true,
  },
} as const satisfies Record<string, BindingDefinition>;
