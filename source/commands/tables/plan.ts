/** The commands that plan; part of the table that is loaded at every start. */
import type { CommandDefinition } from '../definition.js';
import { backendFlags, force, task } from './flags.js';

export const planTable: Readonly<Record<string, CommandDefinition>> = {
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
      'acceptance-file': {
        type: 'text',
        value: 'FILE',
        summary: 'Acceptance criteria in Markdown; - reads standard input',
      },
      priority: { type: 'integer', value: 'N', summary: 'Lower comes first' },
      domain: { type: 'text', value: 'DOMAIN', summary: 'Such as frontend, backend, docs' },
      files: { type: 'list', value: 'FILES', summary: 'Files the task owns' },
    },
    example: 'flowdeck task create --epic fn-1 --title "Login form" --deps fn-1.1',
    load: async () => (await import('../planning.js')).taskCreate,
  },
  'task spec': {
    summary: "Replace a task's text, or sections of it",
    group: 'plan',
    arguments: [task],
    flags: {
      file: { type: 'text', value: 'FILE', summary: 'The whole text; - reads standard input' },
      desc: { type: 'text', value: 'FILE', summary: 'The description; - reads standard input' },
      description: { type: 'text', value: 'FILE', summary: 'The same as --desc' },
      accept: {
        type: 'text',
        value: 'FILE',
        summary: 'Acceptance criteria; - reads standard input',
      },
      acceptance: { type: 'text', value: 'FILE', summary: 'The same as --accept' },
      investigation: {
        type: 'text',
        value: 'FILE',
        summary: 'What to look at first; - reads standard input',
      },
    },
    example: 'flowdeck task spec fn-1.2 --desc desc.md --accept accept.md',
    load: async () => (await import('../task-edit.js')).spec,
  },
  'task split': {
    summary: 'Split a task into parts; it is skipped, what waited for it waits for them',
    group: 'plan',
    arguments: [task],
    flags: {
      titles: {
        type: 'text',
        value: '"A|B"',
        required: true,
        summary: 'The titles of the parts, separated by |',
      },
      chain: { type: 'switch', summary: 'Each part waits for the one before' },
      force,
    },
    example: 'flowdeck task split fn-1.2 --titles "Form|Checks" --chain',
    load: async () => (await import('../task-edit.js')).split,
  },
  'task set-deps': {
    summary: 'Let a task wait for these tasks and no others',
    group: 'plan',
    arguments: [task],
    flags: {
      deps: { type: 'list', value: 'TASKS', required: true, summary: 'The tasks; empty for none' },
    },
    example: 'flowdeck task set-deps fn-1.3 --deps fn-1.1,fn-1.2',
    load: async () => (await import('../task-edit.js')).setDependencies,
  },
  'task set-backend': {
    summary: 'Set which programs work on a task; an empty name clears one',
    group: 'plan',
    arguments: [task],
    flags: backendFlags,
    example: 'flowdeck task set-backend fn-1.2 --impl claude:opus',
    load: async () => (await import('../backends.js')).taskBackends,
  },
  'task show-backend': {
    summary: 'Say which programs work on a task, and who says so',
    group: 'plan',
    arguments: [task],
    example: 'flowdeck task show-backend fn-1.2',
    load: async () => (await import('../backends.js')).showBackends,
  },
  'task assign': {
    summary: 'Give a task to somebody; without a name it is given back',
    group: 'plan',
    arguments: [task, { name: 'ACTOR', optional: true }],
    example: 'flowdeck task assign fn-1.2 ada',
    load: async () => (await import('../task-edit.js')).assign,
  },
  'task priority': {
    summary: "Set a task's priority; lower comes first, without a number there is none",
    group: 'plan',
    arguments: [task, { name: 'N', optional: true }],
    example: 'flowdeck task priority fn-1.2 1',
    load: async () => (await import('../task-edit.js')).priority,
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
