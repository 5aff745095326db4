/** The commands by which workers move tasks; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';
import { task, force, reason, phaseFlags, textFlags, why } from './flags.js';
import type {
  ActionJson,
  BlockedJson,
  DoneJson,
  FailedJson,
  PhaseDoneJson,
  PhaseNextJson,
} from '../../domain/answers.js';
import type { RestartJson, SkippedJson } from '../lifecycle.js';

/** What each prints with `--json`. */
interface WorkAnswers {
  readonly start: ActionJson;
  readonly done: DoneJson;
  readonly block: BlockedJson;
  readonly unblock: ActionJson;
  readonly fail: FailedJson;
  readonly restart: RestartJson;
  readonly 'task skip': SkippedJson;
  readonly 'worker-phase next': PhaseNextJson;
  readonly 'worker-phase done': PhaseDoneJson;
}

export const workTable: CommandTable<WorkAnswers> = {
  start: {
    summary: 'Claim a task and start it, or resume your own',
    group: 'work',
    arguments: [task],
    flags: { ...textFlags('note', 'Kept with the claim'), force },
    example: 'flowdeck start fn-1.2',
    load: async () => (await import('../lifecycle.js')).start,
  },
  done: {
    summary: 'Finish a task',
    group: 'work',
    arguments: [task],
    flags: {
      ...textFlags('summary', 'What was done'),
      'evidence-json': {
        type: 'text',
        value: 'FILE',
        summary: 'Evidence as JSON or the file that holds it; - reads standard input',
      },
      evidence: {
        type: 'text',
        value: 'JSON',
        summary: 'Evidence as a JSON object; - reads standard input',
      },
      force,
    },
    example: `flowdeck done fn-1.2 --summary "Form and tests" --evidence '{"commits":["1a2b3c4"]}'`,
    load: async () => (await import('../lifecycle.js')).done,
  },
  block: {
    summary: 'Mark a task as blocked',
    group: 'work',
    arguments: [task, why],
    flags: { ...reason, force },
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
    arguments: [task, why],
    flags: { ...reason, force },
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
    arguments: [task, why],
    flags: { ...reason, force },
    example: 'flowdeck task skip fn-1.3 --reason "Done elsewhere"',
    load: async () => (await import('../lifecycle.js')).skip,
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
