/** The commands that count and schedule; part of the table that is loaded at every start. */
import type { CommandDefinition, FlagDefinition } from '../definition.js';

const ofEpic: FlagDefinition = { type: 'text', value: 'EPIC', summary: 'Only this epic' };
const theEpic = {
  arguments: [{ name: 'EPIC', optional: true }],
  flags: { epic: { type: 'text', value: 'EPIC', summary: 'The same as EPIC' } },
} as const satisfies Pick<CommandDefinition, 'arguments' | 'flags'>;
const number = (summary: string, value = 'N'): FlagDefinition => ({
  type: 'integer',
  value,
  minimum: 0,
  summary,
});

export const statsTable = {
  next: {
    summary: 'Say what to do next: a review, your own task, or one to start',
    group: 'read',
    flags: {
      'epics-file': {
        type: 'text',
        value: 'FILE',
        summary: 'Only the epics of its list "epics", in that order',
      },
      'require-plan-review': {
        type: 'switch',
        summary: 'Begin nothing before its plan is reviewed',
      },
      'require-completion-review': {
        type: 'switch',
        summary: 'Ask for a review of what is complete',
      },
    },
    example: 'flowdeck next --json',
    load: async () => (await import('../schedule.js')).next,
  },
  queue: {
    summary: 'List the epics with their progress and what they wait for',
    group: 'read',
    example: 'flowdeck queue',
    load: async () => (await import('../schedule.js')).queue,
  },
  dag: {
    summary: 'Show the layers of the task graph of an epic',
    group: 'read',
    arguments: [{ name: 'EPIC' }],
    example: 'flowdeck dag fn-1 --json',
    load: async () => (await import('../epic-figures.js')).dag,
  },
  files: {
    summary: 'List which tasks of an epic mean to touch which files',
    group: 'read',
    ...theEpic,
    example: 'flowdeck files --epic fn-1',
    load: async () => (await import('../epic-figures.js')).files,
  },
  estimate: {
    summary: 'Say how long the rest of an epic will take, by what its tasks took',
    group: 'read',
    ...theEpic,
    example: 'flowdeck estimate --epic fn-1',
    load: async () => (await import('../epic-figures.js')).estimate,
  },
  diff: {
    summary: "Show what lies on an epic's branch, as git tells",
    group: 'read',
    arguments: [{ name: 'EPIC' }],
    example: 'flowdeck diff fn-1',
    load: async () => (await import('../epic-figures.js')).diff,
  },
  'stats summary': {
    summary: 'Count everything',
    group: 'figures',
    example: 'flowdeck stats summary',
    load: async () => (await import('../stats.js')).statsSummary,
  },
  'stats epics': {
    summary: 'Time, tokens and cost by epic',
    group: 'figures',
    flags: { epic: ofEpic },
    example: 'flowdeck stats epics',
    load: async () => (await import('../stats.js')).statsEpics,
  },
  'stats weekly': {
    summary: 'Tasks started, completed and failed by week',
    group: 'figures',
    flags: { weeks: { ...number('How many weeks back; 8 without it'), maximum: 5000 } },
    example: 'flowdeck stats weekly --weeks 4',
    load: async () => (await import('../stats.js')).statsWeekly,
  },
  'stats tokens': {
    summary: 'Tokens and cost by epic and model',
    group: 'figures',
    flags: { epic: ofEpic },
    example: 'flowdeck stats tokens --epic fn-1',
    load: async () => (await import('../stats.js')).statsTokens,
  },
  'stats bottlenecks': {
    summary: 'What is blocked, and what took longest',
    group: 'figures',
    flags: { limit: number('At most so many; 10 without it') },
    example: 'flowdeck stats bottlenecks',
    load: async () => (await import('../stats.js')).statsBottlenecks,
  },
  'stats dora': {
    summary: 'Lead time, throughput, failure rate and time to restore',
    group: 'figures',
    example: 'flowdeck stats dora --json',
    load: async () => (await import('../stats.js')).statsDora,
  },
  'stats domains': {
    summary: 'How long tasks take, by domain',
    group: 'figures',
    example: 'flowdeck stats domains',
    load: async () => (await import('../stats.js')).statsDomains,
  },
  'stats rollup': {
    summary: 'Count the months anew from the days',
    group: 'figures',
    example: 'flowdeck stats rollup',
    load: async () => (await import('../stats.js')).statsRollup,
  },
  'stats cleanup': {
    summary: 'Delete events older than 90 days and daily counts older than a year',
    group: 'figures',
    example: 'flowdeck stats cleanup',
    load: async () => (await import('../stats.js')).statsCleanup,
  },
  'tokens record': {
    summary: 'Record tokens that were spent',
    group: 'figures',
    flags: {
      task: { type: 'text', value: 'TASK', summary: 'The task they were spent on' },
      epic: { type: 'text', value: 'EPIC', summary: "The epic; the task's without it" },
      phase: { type: 'text', value: 'PHASE', summary: 'The phase' },
      model: { type: 'text', value: 'NAME', summary: 'The model' },
      input: number('Tokens read'),
      output: number('Tokens written'),
      'cache-read': number('Of the cache, read'),
      'cache-write': number('Of the cache, written'),
      cost: { type: 'text', value: 'USD', filled: true, summary: 'The cost in US dollars' },
    },
    example: 'flowdeck tokens record --task fn-1.2 --input 1200 --output 300 --cost 0.02',
    load: async () => (await import('../stats.js')).tokensRecord,
  },
  'tokens list': {
    summary: 'List the records of spent tokens, oldest first',
    group: 'figures',
    flags: {
      task: { type: 'text', value: 'TASK', summary: 'Only of this task' },
      epic: ofEpic,
      limit: number('At most so many; 200 without it'),
    },
    example: 'flowdeck tokens list --task fn-1.2',
    load: async () => (await import('../stats.js')).tokensList,
  },
} satisfies Readonly<Record<string, CommandDefinition>>;
