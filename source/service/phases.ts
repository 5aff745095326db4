/** How far a worker is in its task, and an epic in its pipeline. */
import { quoted } from '../domain/quote.js';
import type { CommandInput, PhaseFlags, PhaseInstruction } from '../domain/contract/calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { phaseDefinition, pipelinePhases, type PhaseDefinition } from '../domain/phases.js';
import {
  findProgress,
  pipelineProgress,
  workerProgress,
  type PhaseProgress,
} from '../store/repositories/phases.js';
import { phaseIds, type PhaseSettings } from '../store/repositories/task-rows.js';
import type { TaskState } from '../store/repositories/tasks.js';
import type { CommandScope } from './context.js';
import { changeEpic, openEpic } from './epic-change.js';
import type { CommandHandlers } from './handlers.js';
import { receiveMessages } from './messages.js';
import { changeTask, openTask } from './task-change.js';

export const phases: CommandHandlers<'phase.next' | 'phase.done' | 'pipeline.advance'> = {
  async 'phase.next'(scope, input) {
    const { task, flags, sequence, completed, current } = await openSequence(scope, input);
    if (current !== null && current.progress?.status !== 'active') {
      const progress = { status: 'active', startedAt: scope.now, completedAt: null } as const;
      await changeTask(
        scope,
        task,
        { ...flags, phases: { [current.definition.id]: progress } },
        {
          kind: 'phase_started',
          payload: { phase: current.definition.id, title: current.definition.title },
        },
      );
    } else if (Object.keys(flags).length > 0) {
      await changeTask(scope, task, flags, { kind: 'task_updated' });
    }
    return {
      taskId: task.id,
      phase: current && instruction(current.definition),
      completed,
      sequence: sequence.map((phase) => phase.id),
      messages: await receiveMessages(scope, [task.id]),
    };
  },

  async 'phase.done'(scope, input) {
    const { task, flags, sequence, completed, current } = await openSequence(scope, input);
    const phase = sequence.find((each) => each.id === input.phase.trim());
    if (!phase) throw unknownPhase(input.phase, sequence);
    if (current === null) {
      throw new FlowdeckError('phase.all_done', `All phases of ${task.id} are complete.`);
    }
    if (current.definition.id !== phase.id) {
      throw new FlowdeckError(
        'phase.out_of_order',
        `Phase ${phase.id} (${phase.title}) of ${task.id} is not next: ` +
          `that is ${current.definition.id} (${current.definition.title}).`,
        { details: { id: task.id, phase: phase.id, next: current.definition.id } },
      );
    }
    const startedAt = current.progress?.startedAt ?? null;
    await changeTask(
      scope,
      task,
      { ...flags, phases: { [phase.id]: { status: 'done', startedAt, completedAt: scope.now } } },
      { kind: 'phase_completed', payload: { phase: phase.id, title: phase.title } },
    );
    const nowCompleted = sequence
      .map((each) => each.id)
      .filter((id) => id === phase.id || completed.includes(id));
    const next = sequence.find((each) => !nowCompleted.includes(each.id));
    return {
      taskId: task.id,
      completedPhase: phase.id,
      completed: nowCompleted,
      allDone: next === undefined,
      next: next ? instruction(next) : null,
    };
  },

  async 'pipeline.advance'(scope, input) {
    const { transaction } = scope;
    const epic = await openEpic(scope, { id: input.epicId });
    const phase = pipelinePhases.find((each) => each.id === input.phase);
    if (!phase) throw unknownPhase(input.phase, pipelinePhases);
    const progress = await findProgress(transaction, pipelineProgress, epic.id);
    const steps: [PhaseDefinition, PhaseProgress | null][] = [];
    if (input.status === 'active') {
      // An epic is in one phase at a time: whoever enters the next one has left the last.
      for (const other of pipelinePhases) {
        const found = progress.get(other.id);
        if (other.id === phase.id || found?.status !== 'active') continue;
        steps.push([other, { ...found, status: 'done', completedAt: scope.now }]);
      }
    }
    steps.push([phase, advanced(progress.get(phase.id), input.status, scope.now)]);
    for (const [step, wanted] of steps) {
      const before = progress.get(step.id) ?? null;
      if (JSON.stringify(before) === JSON.stringify(wanted)) continue;
      await changeEpic(
        scope,
        epic,
        { phases: { [step.id]: wanted } },
        { kind: pipelineEvent(wanted), payload: { phase: step.id, title: step.title } },
      );
    }
    return { epicId: epic.id, phase: phase.id };
  },
};

interface Sequence {
  readonly task: TaskState;
  /** Flags that were given now for the first time. */
  readonly flags: { readonly phaseTdd?: true; readonly phaseReview?: string };
  readonly sequence: readonly PhaseDefinition[];
  readonly completed: readonly string[];
  /** The first that is not over; null when all are. */
  readonly current: {
    readonly definition: PhaseDefinition;
    readonly progress: PhaseProgress | undefined;
  } | null;
}

async function openSequence(
  scope: CommandScope,
  input: PhaseFlags & { readonly taskId: string },
): Promise<Sequence> {
  const task = await openTask(scope, { id: input.taskId });
  const review = input.review?.trim() ?? '';
  const flags = {
    ...(input.tdd && !task.phaseTdd && { phaseTdd: true as const }),
    ...(review !== '' && review !== task.phaseReview && { phaseReview: review }),
  };
  const settings: PhaseSettings = {
    scheme: task.phaseScheme === 2 ? 2 : 1,
    tdd: flags.phaseTdd ?? task.phaseTdd,
    review: flags.phaseReview ?? task.phaseReview,
  };
  const progress = await findProgress(scope.transaction, workerProgress, task.id);
  const sequence = phaseIds(settings, progress).flatMap(
    (id) => phaseDefinition(settings.scheme, id) ?? [],
  );
  const isOver = (id: string): boolean =>
    ['done', 'skipped'].includes(progress.get(id)?.status ?? '');
  const definition = sequence.find((phase) => !isOver(phase.id));
  return {
    task,
    flags,
    sequence,
    completed: sequence.map((phase) => phase.id).filter(isOver),
    current: definition ? { definition, progress: progress.get(definition.id) } : null,
  };
}

function instruction({ id, title, doneCondition }: PhaseDefinition): PhaseInstruction {
  return { id, title, doneCondition };
}

function unknownPhase(phase: string, sequence: readonly PhaseDefinition[]): FlowdeckError {
  const known = sequence.map((each) => each.id);
  return new FlowdeckError(
    'phase.unknown',
    `There is no phase ${quoted(phase)} in the sequence ${known.join(', ')}.`,
    { details: { phase, sequence: known } },
  );
}

function advanced(
  found: PhaseProgress | undefined,
  status: CommandInput<'pipeline.advance'>['status'],
  now: string,
): PhaseProgress | null {
  if (status === 'pending') return null;
  if (found?.status === status) return found;
  const startedAt = found?.startedAt ?? null;
  if (status === 'active') return { status, startedAt: startedAt ?? now, completedAt: null };
  return { status, startedAt, completedAt: now };
}

function pipelineEvent(
  progress: PhaseProgress | null,
): 'epic_updated' | 'pipeline_phase_started' | 'pipeline_phase_completed' {
  if (progress === null) return 'epic_updated';
  return progress.status === 'active' ? 'pipeline_phase_started' : 'pipeline_phase_completed';
}
