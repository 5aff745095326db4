/** The commands by which workers move tasks; part of the table that is loaded at every start. */
import type { CommandDefinition } from '../definition.js';
import { origins } from '../../domain/vocabulary.js';
import { epic, task, force, reason, phaseFlags } from './flags.js';

export const workTable: Readonly<Record<string, CommandDefinition>> = {
  start: {
    summary: 'Claim a task and start it, or resume your own',
    group: 'work',
    arguments: [task],
    flags: { force, note: { type: 'text', value: 'TEXT', summary: 'Kept with the claim' } },
    example: 'flowdeck start fn-1.2',
    load: async () => (await import('../lifecycle.js')).start,
  },
  done: {
    summary: 'Finish a task',
    group: 'work',
    arguments: [task],
    flags: {
      summary: { type: 'text', value: 'TEXT', summary: 'What was done' },
      'summary-file': {
        type: 'text',
        value: 'FILE',
        summary: 'The summary from a file; - reads standard input',
      },
      'evidence-json': {
        type: 'text',
        value: 'FILE',
        summary: 'Evidence as JSON or the file that holds it; - reads standard input',
      },
      evidence: { type: 'text', value: 'JSON', summary: 'Evidence as a JSON object' },
      force,
    },
    example: `flowdeck done fn-1.2 --summary "Form and tests" --evidence '{"commits":["1a2b3c4"]}'`,
    load: async () => (await import('../lifecycle.js')).done,
  },
  block: {
    summary: 'Mark a task as blocked',
    group: 'work',
    arguments: [task],
    flags: {
      reason,
      'reason-file': {
        type: 'text',
        value: 'FILE',
        summary: 'The reason from a file; - reads standard input',
      },
      force,
    },
    example: 'flowdeck block fn-1.2 --reason "Waits for the API key"',
    load: async () => (await import('../lifecycle.js')).block,
  },
  unblock: {
    summary: 'Put a blocked task back to todo',
    group: 'work',
    arguments: [task],
    flags: { force },
    example: 'flowdeck unblock fn-1.2',
    load: async () => (await import('../lifecycle.js')).unblock,
  },
  fail: {
    summary: 'Mark a running task as failed; up for retry while retries are left',
    group: 'work',
    arguments: [task],
    flags: { reason, force },
    example: 'flowdeck fail fn-1.2 --reason "Tests do not pass"',
    load: async () => (await import('../lifecycle.js')).fail,
  },
  restart: {
    summary: 'Put a task and all that wait for it back to todo',
    group: 'work',
    arguments: [task],
    flags: { 'dry-run': { type: 'switch', summary: 'Only say what would be reset' }, force },
    example: 'flowdeck restart fn-1.2 --dry-run',
    load: async () => (await import('../lifecycle.js')).restart,
  },
  'task skip': {
    summary: 'Skip a task; what waits for it becomes ready',
    group: 'work',
    arguments: [task],
    flags: { reason, force },
    example: 'flowdeck task skip fn-1.3 --reason "Done elsewhere"',
    load: async () => (await import('../lifecycle.js')).skip,
  },
  'task reset': {
    summary: 'Put one task back to todo',
    group: 'work',
    arguments: [task],
    flags: {
      cascade: { type: 'switch', summary: 'Also what waits for it and is not running' },
      force,
    },
    example: 'flowdeck task reset fn-1.2',
    load: async () => (await import('../reset.js')).reset,
  },
  replay: {
    summary: 'Put all tasks of an epic back to todo',
    group: 'work',
    arguments: [epic],
    flags: { 'dry-run': { type: 'switch', summary: 'Only say what would be reset' }, force },
    example: 'flowdeck replay fn-1 --dry-run',
    load: async () => (await import('../reset.js')).replay,
  },
  undo: {
    summary: 'Take back your latest action on the command line, or the one that is named',
    group: 'work',
    arguments: [{ name: 'ACTION', optional: true }],
    example: 'flowdeck undo',
    load: async () => (await import('../history.js')).undo,
  },
  redo: {
    summary: 'Do again what you undid last, or the action that is named',
    group: 'work',
    arguments: [{ name: 'ACTION', optional: true }],
    example: 'flowdeck redo',
    load: async () => (await import('../history.js')).redo,
  },
  history: {
    summary: 'List the latest actions, and whether each can be undone',
    group: 'work',
    flags: {
      mine: { type: 'switch', summary: 'Only your own' },
      origin: { type: 'text', value: 'ORIGIN', choices: origins, summary: 'Only from there' },
      limit: { type: 'integer', value: 'N', minimum: 1, summary: 'How many; 20 without it' },
    },
    example: 'flowdeck history --mine',
    load: async () => (await import('../history.js')).history,
  },
  'worker-phase next': {
    summary: 'Say which phase a worker is to do next, and mark it active',
    group: 'work',
    flags: phaseFlags,
    example: 'flowdeck worker-phase next --task fn-1.2 --json',
    load: async () => (await import('../worker-phase.js')).phaseNext,
  },
  'worker-phase done': {
    summary: 'Mark the current phase of a task as done',
    group: 'work',
    flags: {
      ...phaseFlags,
      phase: { type: 'text', value: 'PHASE', required: true, summary: 'The phase, such as 2.5' },
    },
    example: 'flowdeck worker-phase done --task fn-1.2 --phase 1',
    load: async () => (await import('../worker-phase.js')).phaseDone,
  },
};
