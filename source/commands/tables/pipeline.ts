/** The commands by which an epic goes through its pipeline; part of the table that is loaded at every start. */
import type { CommandTable, FlagDefinition } from '../definition.js';
import { textFlags } from './flags.js';
import type { PipelineDoneJson, PipelineJson } from '../../domain/pipeline-shapes.js';
import type { PipelineShowJson } from '../pipeline.js';
import type { WorkerPromptJson } from '../worker-prompt.js';

const epic: FlagDefinition = { type: 'text', value: 'EPIC', required: true, summary: 'The epic' };
const interactive: FlagDefinition = {
  type: 'switch',
  summary: 'Ask before what matters; never where standard input is no terminal',
};

/** What each prints with `--json`. */
interface PipelineAnswers {
  readonly 'phase next': PipelineJson;
  readonly 'phase done': PipelineDoneJson;
  readonly 'phase show': PipelineShowJson;
  readonly 'worker-prompt': WorkerPromptJson;
}

export const pipelineTable: CommandTable<PipelineAnswers> = {
  'phase next': {
    summary: 'Say which phase an epic is in and what is to be done there',
    group: 'pipeline',
    flags: { epic, interactive },
    example: 'flowdeck phase next --epic fn-1 --json',
    load: async () => (await import('../pipeline.js')).pipelineNext,
  },
  'phase done': {
    summary: 'Leave the phase an epic is in, if its gate lets it',
    group: 'pipeline',
    flags: {
      epic,
      phase: { type: 'text', value: 'PHASE', required: true, summary: 'The phase, such as plan' },
      score: { type: 'integer', value: 'N', summary: 'What the review scored, of 30' },
      ...textFlags('evidence', 'What the review says, by Q1 to Q10'),
      ...textFlags('receipt', 'What proves it, as a JSON object', 'JSON'),
      'guard-ran': {
        type: 'switch',
        summary: 'Say that the guard passed, where no run is recorded',
      },
      'no-gate': { type: 'switch', summary: 'Leave the gate out; that is recorded' },
      interactive,
    },
    example: 'flowdeck phase done --epic fn-1 --phase plan --json',
    load: async () => (await import('../pipeline.js')).pipelineDone,
  },
  'worker-prompt': {
    summary: 'Print what a worker of a task is told before it begins',
    group: 'pipeline',
    flags: {
      task: { type: 'text', value: 'TASK', required: true, summary: 'The task' },
      tdd: { type: 'switch', summary: 'Include the test-first phase' },
      review: {
        type: 'text',
        value: 'BACKEND',
        summary: 'Include the review phase, by this backend',
      },
      bootstrap: { type: 'switch', summary: 'The short form; also without it' },
      team: { type: 'switch', summary: 'For a worker among several; also without it' },
      full: { type: 'switch', summary: 'With the texts of the epic and the task' },
    },
    example: 'flowdeck worker-prompt --task fn-1.2 --tdd',
    load: async () => (await import('../worker-prompt.js')).printWorkerPrompt,
  },
  'phase show': {
    summary: "Show an epic's pipeline with what was handed in for each phase",
    group: 'pipeline',
    flags: { epic },
    example: 'flowdeck phase show --epic fn-1',
    load: async () => (await import('../pipeline.js')).pipelineShow,
  },
};
