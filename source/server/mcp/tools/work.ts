/** The tools by which workers move tasks. */
import { z } from 'zod';
import {
  actionAnswer,
  blockedAnswer,
  doneAnswer,
  failedAnswer,
  phaseDoneAnswer,
  phaseNextAnswer,
  type ActionJson,
  type BlockedJson,
  type DoneJson,
  type FailedJson,
  type PhaseDoneJson,
  type PhaseNextJson,
} from '../../../domain/answers.js';
import { tool, type ToolTable } from '../definition.js';
import { force, given, task } from './inputs.js';

interface WorkAnswers {
  readonly start: ActionJson;
  readonly done: DoneJson;
  readonly block: BlockedJson;
  readonly fail: FailedJson;
  readonly phase_next: PhaseNextJson;
  readonly phase_done: PhaseDoneJson;
}

const texts = z.array(z.string()).optional();

const evidence = z
  .strictObject({
    commits: texts.describe('Hashes of the commits'),
    tests: texts.describe('Commands that were run, or what they said'),
    prs: texts.describe('Pull requests'),
    review_iterations: z.number().int().min(0).optional(),
  })
  .optional()
  .describe('What shows that it is done');

const phaseFlags = {
  tdd: z.boolean().optional().describe('Include the test-first phase; kept with the task'),
  review: z
    .string()
    .optional()
    .describe('Include the review phase, by this backend; kept with the task'),
};

export const workTools: ToolTable<WorkAnswers> = {
  start: tool({
    title: 'Start a task',
    description: 'Claim a task and start it, or resume your own.',
    input: z.strictObject({
      task_id: task,
      note: z.string().optional().describe('Kept with the claim'),
      force,
    }),
    repeatable: true,
    async run({ task_id: id, ...rest }, { command }) {
      return actionAnswer('started', await command('task.start', { id, ...given(rest) }));
    },
  }),
  done: tool({
    title: 'Finish a task',
    description: 'Finish a task with a summary of what was done and the evidence for it.',
    input: z.strictObject({
      task_id: task,
      summary: z.string().optional().describe('What was done'),
      evidence,
      force,
    }),
    async run({ task_id: id, summary, evidence: shown, force: forced }, { command }) {
      const { review_iterations: reviewIterations, ...lists } = shown ?? {};
      const handedIn = shown && given({ ...lists, reviewIterations });
      const input = given({ summary, evidence: handedIn, force: forced });
      return doneAnswer(await command('task.done', { id, ...input }));
    },
  }),
  block: tool({
    title: 'Block a task',
    description: 'Say that a task cannot go on, and why; a person is asked to look.',
    input: z.strictObject({ task_id: task, reason: z.string().min(1).describe('Why'), force }),
    async run({ task_id: id, reason, ...rest }, { command }) {
      const result = await command('task.block', { id, reason, ...given(rest) });
      return blockedAnswer(result, reason);
    },
  }),
  fail: tool({
    title: 'Fail a task',
    description: 'Give a running task up as failed; it is up for retry while retries are left.',
    input: z.strictObject({ task_id: task, reason: z.string().optional().describe('Why'), force }),
    async run({ task_id: id, ...rest }, { command }) {
      const result = await command('task.fail', { id, ...given(rest) });
      return failedAnswer(result, rest.reason);
    },
  }),
  phase_next: tool({
    title: 'Next phase of a task',
    description: 'Say which phase of a task is to be worked through next, and mark it active.',
    input: z.strictObject({ task_id: task, ...phaseFlags }),
    repeatable: true,
    async run({ task_id: taskId, ...flags }, { command }) {
      return phaseNextAnswer(await command('phase.next', { taskId, ...given(flags) }));
    },
  }),
  phase_done: tool({
    title: 'Finish a phase of a task',
    description: 'Mark the current phase of a task as done.',
    input: z.strictObject({
      task_id: task,
      phase: z.string().min(1).describe('The phase, such as 2.5'),
      ...phaseFlags,
    }),
    async run({ task_id: taskId, phase, ...flags }, { command }) {
      return phaseDoneAnswer(await command('phase.done', { taskId, phase, ...given(flags) }));
    },
  }),
};
