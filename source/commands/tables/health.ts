/** The commands that set a project up and say how it is; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';
import type { ConfigGetJson, ConfigSetJson } from '../configuration.js';
import type { DetectJson, DoctorJson, StatePathJson } from '../health.js';
import type { ValidateJson } from '../validate.js';

/** What each prints with `--json`. */
interface HealthAnswers {
  readonly doctor: DoctorJson;
  readonly validate: ValidateJson;
  readonly detect: DetectJson;
  readonly 'state-path': StatePathJson;
  readonly 'config get': ConfigGetJson;
  readonly 'config set': ConfigSetJson;
}

export const healthTable: CommandTable<HealthAnswers> = {
  doctor: {
    summary: 'Look the project over: rows, files, database, settings; 1 when something fails',
    group: 'health',
    example: 'flowdeck doctor',
    load: async () => (await import('../health.js')).doctor,
  },
  validate: {
    summary: 'Say whether epics and tasks make sense; 1 when they do not',
    group: 'health',
    flags: {
      epic: { type: 'text', value: 'EPIC', summary: 'This epic' },
      all: { type: 'switch', summary: 'All epics that are not archived' },
    },
    example: 'flowdeck validate --all',
    load: async () => (await import('../validate.js')).validate,
  },
  detect: {
    summary: 'Say whether there is a .flow directory here, and of which kind',
    group: 'health',
    example: 'flowdeck detect --json',
    load: async () => (await import('../health.js')).detect,
  },
  'state-path': {
    summary: 'Print where the live state is kept',
    group: 'health',
    flags: { task: { type: 'text', value: 'TASK', summary: "Where other tools keep this task's" } },
    example: 'flowdeck state-path',
    load: async () => (await import('../health.js')).statePath,
  },
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
