/** The commands by which agents and people share a project; part of the table that is loaded at every start. */
import {
  approvalKinds,
  approvalStatuses,
  gapPriorities,
  lockModes,
} from '../../domain/vocabulary.js';
import type { ArgumentDefinition, CommandDefinition, FlagDefinition } from '../definition.js';
import { reason } from './flags.js';

const approval: ArgumentDefinition = { name: 'ID', ids: 'approval' };
const ofTask: FlagDefinition = { type: 'text', value: 'TASK', summary: 'The task it is about' };
const theTask: FlagDefinition = {
  type: 'text',
  value: 'TASK',
  required: true,
  summary: 'The task',
};
const ofEpic: FlagDefinition = { type: 'text', value: 'EPIC', summary: 'The epic' };
const files: FlagDefinition = {
  type: 'list',
  value: 'FILES',
  summary: 'The files, as the project names them',
};
const capability = {
  capability: { type: 'text', value: 'TEXT', summary: 'What is missing' },
  title: { type: 'text', value: 'TEXT', summary: 'The same as --capability' },
} as const satisfies Record<string, FlagDefinition>;
const wait = {
  wait: { type: 'switch', summary: 'Wait for the answer; exits 1 when it is a refusal' },
  timeout: {
    type: 'integer',
    value: 'SECONDS',
    minimum: 1,
    summary: 'Give up waiting after so long; 600 without it',
  },
} as const satisfies Record<string, FlagDefinition>;

export const coordinationTable = {
  lock: {
    summary: 'Lock files for a task; what others hold is told',
    group: 'together',
    flags: {
      task: theTask,
      files: { ...files, required: true },
      mode: {
        type: 'text',
        value: 'MODE',
        choices: lockModes,
        summary: 'read and directory_add go together; write without it',
      },
      ttl: {
        type: 'integer',
        value: 'SECONDS',
        minimum: 1,
        summary: 'How long without a heartbeat; 2700 without it',
      },
      pid: {
        type: 'integer',
        value: 'PID',
        minimum: 1,
        summary: 'Let the locks end with this process',
      },
    },
    example: 'flowdeck lock --task fn-1.2 --files src/form.ts,src/page.ts',
    load: async () => (await import('../locks.js')).lock,
  },
  unlock: {
    summary: 'Give locks back',
    group: 'together',
    flags: {
      task: { ...theTask, required: false },
      files: { ...files, summary: 'Only these files' },
      all: { type: 'switch', summary: "Everybody's locks" },
    },
    example: 'flowdeck unlock --task fn-1.2',
    load: async () => (await import('../locks.js')).unlock,
  },
  'lock-check': {
    summary: 'Say who holds a file, or list all locks',
    group: 'together',
    flags: { file: { type: 'text', value: 'FILE', summary: 'Only this file' } },
    example: 'flowdeck lock-check --file src/form.ts --json',
    load: async () => (await import('../locks.js')).lockCheck,
  },
  'gap add': {
    summary: 'Record what an epic still lacks',
    group: 'together',
    flags: {
      epic: { ...ofEpic, required: true },
      ...capability,
      priority: {
        type: 'text',
        value: 'PRIORITY',
        choices: gapPriorities,
        summary: 'The first two stand in the way of closing; required without it',
      },
      source: { type: 'text', value: 'TEXT', summary: 'Where it was noticed, such as review' },
      task: ofTask,
    },
    example: 'flowdeck gap add --epic fn-1 --capability "Password reset" --priority important',
    load: async () => (await import('../gaps.js')).gapAdd,
  },
  'gap list': {
    summary: 'List the gaps of an epic, or all',
    group: 'together',
    flags: {
      epic: ofEpic,
      status: {
        type: 'text',
        value: 'STATUS',
        choices: ['open', 'resolved'],
        summary: 'Only these',
      },
    },
    example: 'flowdeck gap list --epic fn-1 --status open',
    load: async () => (await import('../gaps.js')).gapList,
  },
  'gap resolve': {
    summary: 'Mark a gap as resolved',
    group: 'together',
    flags: {
      id: { type: 'text', value: 'GAP', summary: 'The gap' },
      epic: ofEpic,
      ...capability,
      evidence: { type: 'text', value: 'TEXT', summary: 'What shows it, such as a commit' },
    },
    example: 'flowdeck gap resolve --id gap-1a2b3c4d --evidence 5e6f7a8',
    load: async () => (await import('../gaps.js')).gapResolve,
  },
  'gap check': {
    summary: 'Check that no gap stands in the way of closing an epic; exits 1 on one',
    group: 'together',
    flags: { epic: { ...ofEpic, required: true } },
    example: 'flowdeck gap check --epic fn-1',
    load: async () => (await import('../gaps.js')).gapCheck,
  },
  'approval create': {
    summary: 'Ask a person for leave',
    group: 'together',
    flags: {
      task: ofTask,
      question: { type: 'text', value: 'TEXT', summary: 'What is asked for, in one sentence' },
      kind: {
        type: 'text',
        value: 'KIND',
        choices: approvalKinds,
        summary: 'generic without it',
      },
      payload: {
        type: 'text',
        value: 'JSON',
        summary: 'Particulars as a JSON object, or FILE or @FILE that holds it',
      },
      ...wait,
    },
    example: 'flowdeck approval create --task fn-1.2 --question "Drop the old table?" --wait',
    load: async () => (await import('../approvals.js')).approvalCreate,
  },
  'approval list': {
    summary: 'List approvals, the oldest first',
    group: 'together',
    flags: {
      status: {
        type: 'text',
        value: 'STATUS',
        choices: approvalStatuses,
        summary: 'Only these',
      },
      pending: { type: 'switch', summary: 'Only those that wait for an answer' },
      task: { ...ofTask, summary: 'Only those about this task' },
    },
    example: 'flowdeck approval list --status pending',
    load: async () => (await import('../approvals.js')).approvalList,
  },
  'approval show': {
    summary: 'Show an approval',
    group: 'together',
    arguments: [approval],
    flags: wait,
    example: 'flowdeck approval show apv-1a2b3c4d --wait',
    load: async () => (await import('../approvals.js')).approvalShow,
  },
  'approval approve': {
    summary: 'Grant what was asked for; an answer is final',
    group: 'together',
    arguments: [approval],
    flags: reason,
    example: 'flowdeck approval approve apv-1a2b3c4d',
    load: async () => (await import('../approvals.js')).approve,
  },
  'approval reject': {
    summary: 'Refuse what was asked for; an answer is final',
    group: 'together',
    arguments: [approval],
    flags: reason,
    example: 'flowdeck approval reject apv-1a2b3c4d --reason "Keep the table"',
    load: async () => (await import('../approvals.js')).reject,
  },
  heartbeat: {
    summary: 'Give a sign of life: extends locks and prints messages that wait',
    group: 'together',
    flags: {
      task: theTask,
      pid: { type: 'integer', value: 'PID', minimum: 1, summary: "The worker's process" },
    },
    example: 'flowdeck heartbeat --task fn-1.2 --json',
    load: async () => (await import('../messages.js')).heartbeat,
  },
  message: {
    summary: 'Send a message to an agent, or to whoever works on a task; - reads standard input',
    group: 'together',
    arguments: [{ name: 'TEXT' }],
    flags: {
      to: { type: 'text', value: 'NAME', summary: 'The agent' },
      task: ofTask,
    },
    example: 'flowdeck message "Use the new API" --task fn-1.2',
    load: async () => (await import('../messages.js')).message,
  },
  messages: {
    summary: 'Print the messages that wait for you, once',
    group: 'together',
    flags: {
      task: { ...ofTask, summary: 'Also those for whoever works on this task' },
      all: { type: 'switch', summary: "Everybody's, read ones too; none is taken" },
    },
    example: 'flowdeck messages --json',
    load: async () => (await import('../messages.js')).messages,
  },
  note: {
    summary: 'Put a line of your own into the log; - reads standard input',
    group: 'together',
    arguments: [{ name: 'TEXT' }],
    flags: { task: ofTask, epic: { ...ofEpic, summary: 'The epic it is about' } },
    example: 'flowdeck note "The tests need the database" --task fn-1.2',
    load: async () => (await import('../messages.js')).note,
  },
  inbox: {
    summary: 'List what needs a person now',
    group: 'together',
    example: 'flowdeck inbox --json',
    load: async () => (await import('../watchers.js')).inbox,
  },
  agents: {
    summary: 'List who is at work, and on what',
    group: 'together',
    example: 'flowdeck agents --json',
    load: async () => (await import('../watchers.js')).agents,
  },
} satisfies Readonly<Record<string, CommandDefinition>>;
