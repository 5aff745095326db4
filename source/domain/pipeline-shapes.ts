/** What is answered about an epic's way through its pipeline: JSON with snake case. */
import type { CommandInput, CommandOutput } from './contract/calls.js';
import type { PipelineState } from './contract/pipeline-calls.js';

export interface PipelineJson {
  readonly epic: string;
  readonly phase: string;
  readonly title: string;
  readonly done_condition: string;
  /** What is to be done in the phase. */
  readonly prompt: string;
  /** A fix or the like, for which nobody needs to brainstorm. */
  readonly trivial: boolean;
  readonly all_done: boolean;
}

export function pipelineAnswer(state: PipelineState): PipelineJson {
  return {
    epic: state.epicId,
    phase: state.phase,
    title: state.phaseTitle,
    done_condition: state.doneCondition,
    prompt: state.prompt,
    trivial: state.trivial,
    all_done: state.allDone,
  };
}

export interface PipelineDoneJson extends PipelineJson {
  readonly previous_phase: string;
  readonly evidence_score?: number;
  readonly guard_ran?: true;
  readonly gate_skipped?: true;
}

export function pipelineDoneAnswer(
  state: CommandOutput<'pipeline.done'>,
  { score, guardRan, force }: CommandInput<'pipeline.done'>,
): PipelineDoneJson {
  return {
    previous_phase: state.previous,
    ...pipelineAnswer(state),
    ...(score !== undefined && { evidence_score: score }),
    ...(guardRan && { guard_ran: true as const }),
    ...(force && { gate_skipped: true as const }),
  };
}
