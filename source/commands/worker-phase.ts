/** The commands by which a worker goes through the phases of a task. */
import type { PhaseFlags, PhaseInstruction } from '../domain/contract/calls.js';
import type { CommandBody } from './definition.js';
import type { Invocation } from './invocation.js';

export interface PhaseJson {
  readonly phase: string;
  readonly title: string;
  /** What holds when the phase is complete. */
  readonly done_condition: string;
}

export type PhaseNextJson =
  | { readonly phase: null; readonly all_done: true; readonly sequence: readonly string[] }
  | (PhaseJson & {
      readonly content: '';
      readonly completed_phases: readonly string[];
      readonly sequence: readonly string[];
      readonly all_done: false;
    });

export interface PhaseDoneJson {
  readonly completed_phase: string;
  readonly completed_phases: readonly string[];
  readonly all_done: boolean;
  readonly next_phase: PhaseJson | null;
}

export const phaseNext: CommandBody<PhaseNextJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const taskId = invocation.requiredText('task');
  const { phase, completed, sequence } = await service.command('phase.next', {
    taskId,
    ...phaseFlags(invocation),
  });
  return {
    json:
      phase === null
        ? { phase: null, all_done: true, sequence }
        : {
            ...phaseJson(phase),
            content: '',
            completed_phases: completed,
            sequence,
            all_done: false,
          },
    text: () => (phase === null ? ['All phases are done.'] : phaseLines('Next', phase)),
  };
};

export const phaseDone: CommandBody<PhaseDoneJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const taskId = invocation.requiredText('task');
  const phase = invocation.requiredText('phase');
  const result = await service.command('phase.done', {
    taskId,
    phase,
    ...phaseFlags(invocation),
  });
  const { next } = result;
  return {
    json: {
      completed_phase: result.completedPhase,
      completed_phases: result.completed,
      all_done: result.allDone,
      next_phase: next && phaseJson(next),
    },
    text: () => [
      `Phase ${result.completedPhase} of ${result.taskId} is done.`,
      ...(next === null ? ['All phases are done.'] : phaseLines('Next', next)),
    ],
  };
};

function phaseFlags(invocation: Invocation): PhaseFlags {
  const review = invocation.text('review');
  return {
    ...(invocation.switch('tdd') && { tdd: true }),
    ...(review !== undefined && { review }),
  };
}

function phaseJson({ id, title, doneCondition }: PhaseInstruction): PhaseJson {
  return { phase: id, title, done_condition: doneCondition };
}

function phaseLines(label: string, phase: PhaseInstruction): readonly string[] {
  return [`${label}: ${phase.id} ${phase.title}`, `Done when: ${phase.doneCondition}`];
}
