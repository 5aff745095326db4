/** The commands by which a worker goes through the phases of a task. */
import {
  phaseDoneAnswer,
  phaseNextAnswer,
  type PhaseDoneJson,
  type PhaseNextJson,
} from '../domain/answers.js';
import type { PhaseFlags, PhaseInstruction } from '../domain/contract/calls.js';
import type { CommandBody } from './definition.js';
import type { Invocation } from './invocation.js';
import { messageLine } from './messages.js';

export const phaseNext: CommandBody<PhaseNextJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const taskId = invocation.requiredText('task');
  const output = await service.command('phase.next', { taskId, ...phaseFlags(invocation) });
  const { phase } = output;
  return {
    json: phaseNextAnswer(output),
    text: () => [
      ...(phase === null ? ['All phases are done.'] : phaseLines('Next', phase)),
      ...output.messages.map((message) => `Message: ${messageLine(message)}`),
    ],
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
    json: phaseDoneAnswer(result),
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

function phaseLines(label: string, phase: PhaseInstruction): readonly string[] {
  return [`${label}: ${phase.id} ${phase.title}`, `Done when: ${phase.doneCondition}`];
}
