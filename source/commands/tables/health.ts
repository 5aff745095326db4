/** The commands that set a project up and say how it is; part of the table that is loaded at every start. */
import type { CommandDefinition } from '../definition.js';

export const healthTable: Readonly<Record<string, CommandDefinition>> = {
  'config get': {
    summary: 'Show a setting, or all of them with what they decide',
    group: 'health',
    arguments: [{ name: 'KEY', optional: true }],
    example: 'flowdeck config get review.backend',
    load: async () => (await import('../configuration.js')).configGet,
  },
  'config set': {
    summary: 'Change a setting; null gives its default back',
    group: 'health',
    arguments: [{ name: 'KEY' }, { name: 'VALUE' }],
    example: 'flowdeck config set max_retries 2',
    load: async () => (await import('../configuration.js')).configSet,
  },
};
