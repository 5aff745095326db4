/** The commands that plan; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';
import { task, textFlags } from './flags.js';
import type {
  DependencyJson,
  DependencyRemovedJson,
  EpicCreatedJson,
  TaskCreatedJson,
} from '../planning.js';

/** What each prints with `--json`. */
interface PlanAnswers {
  readonly 'epic create': EpicCreatedJson;
  readonly 'task create': TaskCreatedJson;
  readonly 'dep add': DependencyJson;
  readonly 'dep rm': DependencyRemovedJson;
}

export const planTable: CommandTable<PlanAnswers> = {
  'epic create': {
    summary: 'Create an epic',
    group: 'plan',
    flags: {
      title: { type: 'text', value: 'TEXT', required: true, summary: 'What it is about' },
      branch: { type: 'text', value: 'NAME', summary: 'The git branch; the id without it' },
    },
    example: 'flowdeck epic create --title "Add sign-in"',
    load: async () => (await import('../planning.js')).epicCreate,
  },
  'task create': {
    summary: 'Create a task',
    group: 'plan',
    flags: {
      epic: { type: 'text', value: 'EPIC', required: true, summary: 'The epic it belongs to' },
      title: { type: 'text', value: 'TEXT', required: true, summary: 'What is to be done' },
      deps: { type: 'list', value: 'TASKS', summary: 'Tasks it waits for' },
      ...textFlags('acceptance', 'Acceptance criteria in Markdown'),
      priority: { type: 'integer', value: 'N', summary: 'Lower comes first' },
      domain: { type: 'text', value: 'DOMAIN', summary: 'Such as frontend, backend, docs' },
      files: { type: 'list', value: 'FILES', summary: 'Files the task owns' },
    },
    example: 'flowdeck task create --epic fn-1 --title "Login form" --deps fn-1.1',
    load: async () => (await import('../planning.js')).taskCreate,
  },
  'dep add': {
    summary: 'Let a task wait for another',
    group: 'plan',
    arguments: [task, { name: 'DEPENDENCY' }],
    example: 'flowdeck dep add fn-1.2 fn-1.1',
    load: async () => (await import('../planning.js')).dependencyAdd,
  },
  'dep rm': {
    summary: 'Let a task no longer wait for another',
    group: 'plan',
    arguments: [task, { name: 'DEPENDENCY' }],
    example: 'flowdeck dep rm fn-1.2 fn-1.1',
    load: async () => (await import('../planning.js')).dependencyRemove,
  },
};
