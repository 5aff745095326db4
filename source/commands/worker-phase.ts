/** The commands by which a worker goes through the phases of a task. */
import type { PhaseFlags, PhaseInstruction } from '../domain/contract/calls.js';
import type { CommandBody } from './definition.js';
import type { Invocation } from './invocation.js';
import { messageJson, messageLine } from './messages.js';

export const phaseNext: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const taskId = invocation.requiredText('task');
  const { phase, completed, sequence, messages } = await service.command('phase.next', {
    taskId,
    ...phaseFlags(invocation),
  });
  return {
    json:
      phase === null
        ? { phase: null, all_done: true, sequence, messages: messages.map(messageJson) }
        : {
            ...phaseJson(phase),
            content: '',
            completed_phases: completed,
            sequence,
            all_done: false,
            messages: messages.map(messageJson),
          },
    text: () => [
      ...(phase === null ? ['All phases are done.'] : phaseLines('Next', phase)),
      ...messages.map((message) => `Message: ${messageLine(message)}`),
    ],
  };
};

export const phaseDone: CommandBody = async ({ project, invocation }) => {
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

function phaseJson({ id, title, doneCondition }: PhaseInstruction): {
  readonly phase: string;
  readonly title: string;
  readonly done_condition: string;
} {
  return { phase: id, title, done_condition: doneCondition };
}

function phaseLines(label: string, phase: PhaseInstruction): readonly string[] {
  return [`${label}: ${phase.id} ${phase.title}`, `Done when: ${phase.doneCondition}`];
}
