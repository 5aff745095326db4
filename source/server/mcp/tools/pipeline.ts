/** The tools by which agents take an epic through its pipeline. */
import { z } from 'zod';
import {
  pipelineAnswer,
  pipelineDoneAnswer,
  type PipelineDoneJson,
  type PipelineJson,
} from '../../../domain/pipeline-shapes.js';
import { tool, type ToolTable } from '../definition.js';
import { epic, given } from './inputs.js';

interface PipelineAnswers {
  readonly epic_phase_next: PipelineJson;
  readonly epic_phase_done: PipelineDoneJson;
}

export const pipelineTools: ToolTable<PipelineAnswers> = {
  epic_phase_next: tool({
    title: 'Phase of an epic',
    description:
      'Say which phase of its pipeline an epic is in and what is to be done in it, and begin that phase.',
    input: z.strictObject({
      epic_id: epic,
      brainstorm: z
        .boolean()
        .optional()
        .describe('Whether to brainstorm first; trivial work goes without unless given'),
    }),
    repeatable: true,
    async run({ epic_id: epicId, ...rest }, { command }) {
      return pipelineAnswer(await command('pipeline.next', { epicId, ...given(rest) }));
    },
  }),
  epic_phase_done: tool({
    title: 'Finish a phase of an epic',
    description:
      'Complete the phase of the pipeline that an epic is in, if its gate lets it, and begin the next.',
    input: z.strictObject({
      epic_id: epic,
      phase: z.string().min(1).describe('The phase that the epic is in, such as plan'),
      score: z.number().int().min(0).max(30).optional().describe('Of a review, of 30'),
      evidence: z.string().optional().describe('What shows that it is done'),
      receipt: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('What the phase asks for, such as {"verdict":"SHIP"} or {"artifact":"FILE"}'),
      guard_ran: z.boolean().optional().describe('The guard was run and passed'),
      force: z.boolean().optional().describe('Do not ask the gate; recorded in the event'),
    }),
    async run({ epic_id: epicId, guard_ran: guardRan, ...rest }, call) {
      const gate = await call.gateInput(rest.receipt);
      const input = { epicId, ...gate, ...given({ ...rest, guardRan }) };
      return pipelineDoneAnswer(await call.command('pipeline.done', input), input);
    },
  }),
};
