/** An epic's way from the first idea to its end: which phase it is in, and what lets it out. */
import { quoted } from '../domain/quote.js';
import type { CommandInput } from '../domain/contract/calls.js';
import type { PipelineReceipt, PipelineState } from '../domain/contract/pipeline-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { pipelinePhases, type PhaseDefinition } from '../domain/phases.js';
import {
  currentPipelinePhase,
  isTrivialWork,
  lastPipelinePhase,
  nextPipelinePhase,
  pipelinePrompt,
} from '../domain/pipeline.js';
import { missingAtGate } from '../domain/pipeline-gates.js';
import type { Origin } from '../domain/vocabulary.js';
import { findEpic, type EpicState } from '../store/repositories/epics.js';
import { listPhaseCompletions, type PhaseCompletion } from '../store/repositories/pipeline.js';
import {
  findProgress,
  pipelineProgress,
  type PhaseProgress,
} from '../store/repositories/phases.js';
import type { Reader } from '../store/types.js';
import { checkCommands } from './checks.js';
import type { CommandScope } from './context.js';
import { changeEpic, openEpic, type EpicPatch } from './epic-change.js';
import { gateFacts } from './gate-facts.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';
import { resolveEpic } from './identity.js';
import { notFound } from './not-found.js';

export const pipelineQueries: QueryHandlers<'pipeline.state'> = {
  async 'pipeline.state'({ reader }, input) {
    const epicId = await resolveEpic(reader, input.epicId);
    const epic = await findEpic(reader, epicId);
    if (epic === null) throw await notFound(reader, 'epic', input.epicId);
    return stateOf(reader, epic);
  },
};

export const pipelineCommands: CommandHandlers<'pipeline.next' | 'pipeline.done' | 'check.record'> =
  {
    ...checkCommands,

    async 'pipeline.next'(scope, input) {
      const epic = await openEpic(scope, { id: input.epicId });
      await enter(scope, epic, input.brainstorm);
      return stateOf(scope.transaction, epic, scope.origin);
    },

    async 'pipeline.done'(scope, input) {
      const epic = await openEpic(scope, { id: input.epicId });
      const current = await enter(scope, epic);
      const phase = phaseOf(input.phase);
      refuseLeap(epic, phase, current);
      checkReceipt(input);
      const missing = input.force
        ? []
        : missingAtGate(phase.id, await gateFacts(scope, epic, input));
      if (missing.length > 0) throw gateClosed(epic, phase, missing);

      await finish(scope, epic, phase, {
        patch: input.force ? {} : reviewed(phase, scope.now),
        payload: handedIn(input),
      });
      await begin(scope, epic, nextPipelinePhase(phase.id));
      return { ...(await stateOf(scope.transaction, epic, scope.origin)), previous: phase.id };
    },
  };

/** The phase that the epic is in, begun if nobody has begun it. A closed epic without an entry stays as it is. */
async function enter(
  scope: CommandScope,
  epic: EpicState,
  brainstorm?: boolean,
): Promise<PhaseDefinition> {
  const progress = await findProgress(scope.transaction, pipelineProgress, epic.id);
  if (progress.size === 0 && epic.status === 'done') return phaseOf(lastPipelinePhase);
  const current = currentOf(progress);
  const isFirst = progress.size === 0 || current.id === pipelinePhases[0]?.id;
  if (isFirst && !(brainstorm ?? !isTrivialWork(epic.title))) {
    await finish(scope, epic, current, {
      status: 'skipped',
      payload: { skipped: true, reason: isTrivialWork(epic.title) ? 'trivial work' : 'not wanted' },
    });
    const next = nextPipelinePhase(current.id);
    await begin(scope, epic, next);
    return next;
  }
  if (progress.get(current.id) === undefined) await begin(scope, epic, current);
  return current;
}

function currentOf(progress: ReadonlyMap<string, PhaseProgress>): PhaseDefinition {
  return currentPipelinePhase(new Map([...progress].map(([id, { status }]) => [id, status])));
}

/** The last phase is over as soon as it is reached. */
async function begin(scope: CommandScope, epic: EpicState, phase: PhaseDefinition): Promise<void> {
  if (phase.id === lastPipelinePhase) {
    await finish(scope, epic, phase, { payload: {} });
    return;
  }
  const progress: PhaseProgress = { status: 'active', startedAt: scope.now, completedAt: null };
  await changeEpic(
    scope,
    epic,
    { phases: { [phase.id]: progress } },
    { kind: 'pipeline_phase_started', payload: { phase: phase.id, title: phase.title } },
  );
}

async function finish(
  scope: CommandScope,
  epic: EpicState,
  phase: PhaseDefinition,
  how: {
    readonly status?: 'done' | 'skipped';
    readonly patch?: EpicPatch;
    readonly payload: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const found = (await findProgress(scope.transaction, pipelineProgress, epic.id)).get(phase.id);
  const progress: PhaseProgress = {
    status: how.status ?? 'done',
    startedAt: found?.startedAt ?? scope.now,
    completedAt: scope.now,
  };
  await changeEpic(
    scope,
    epic,
    { ...how.patch, phases: { [phase.id]: progress } },
    {
      kind: 'pipeline_phase_completed',
      payload: { phase: phase.id, title: phase.title, ...how.payload },
    },
  );
}

/** A review that passed its gate is the epic's review. */
function reviewed({ id }: PhaseDefinition, now: string): EpicPatch {
  if (id === 'plan_review') return { planReview: 'passed', planReviewedAt: now };
  if (id === 'impl_review') return { completionReview: 'passed', completionReviewedAt: now };
  return {};
}

function handedIn(input: CommandInput<'pipeline.done'>): Readonly<Record<string, unknown>> {
  const evidence = input.evidence?.trim();
  return {
    ...(input.score !== undefined && { score: input.score }),
    ...(evidence && { evidence }),
    ...(input.receipt && { receipt: input.receipt }),
    ...(input.guardRan && { guardRan: true }),
    ...(input.force && { forced: true }),
  };
}

function phaseOf(text: string): PhaseDefinition {
  const wanted = text.trim().toLowerCase().replace(/-/g, '_');
  const phase = pipelinePhases.find(({ id }) => id === wanted);
  if (phase) return phase;
  const known = pipelinePhases.map(({ id }) => id);
  throw new FlowdeckError(
    'phase.unknown',
    `There is no phase ${quoted(text)} in the pipeline ${known.join(', ')}.`,
    { details: { phase: text.slice(0, 100), sequence: known } },
  );
}

function refuseLeap(epic: EpicState, phase: PhaseDefinition, current: PhaseDefinition): void {
  if (current.id === lastPipelinePhase) {
    throw new FlowdeckError('phase.all_done', `The pipeline of ${epic.id} is completed.`);
  }
  if (phase.id === current.id) return;
  throw new FlowdeckError(
    'phase.out_of_order',
    `${epic.id} is in the phase ${current.id} (${current.title}), not in ${phase.id}.`,
    { details: { id: epic.id, phase: phase.id, next: current.id } },
  );
}

/** What is handed in is read again with every list of events. */
const longestReceipt = 64 * 1024;

function checkReceipt({ evidence = '', receipt = {} }: CommandInput<'pipeline.done'>): void {
  const length = Math.max(evidence.length, JSON.stringify(receipt).length);
  if (length <= longestReceipt) return;
  throw new FlowdeckError(
    'pipeline.receipt_invalid',
    `What is handed in has ${length} characters; at most ${longestReceipt} are kept.`,
  );
}

function gateClosed(
  epic: EpicState,
  phase: PhaseDefinition,
  missing: readonly string[],
): FlowdeckError {
  return new FlowdeckError(
    'pipeline.gate',
    `${epic.id} cannot leave the phase ${phase.id}: ${missing.join(' ')}`,
    { details: { id: epic.id, phase: phase.id, missing } },
  );
}

async function stateOf(reader: Reader, { id }: EpicState, origin?: Origin): Promise<PipelineState> {
  const epic = await findEpic(reader, id);
  const progress = await findProgress(reader, pipelineProgress, id);
  const isClosed = progress.size === 0 && epic?.status === 'done';
  const phase = isClosed ? phaseOf(lastPipelinePhase) : currentOf(progress);
  const title = epic?.title ?? id;
  return {
    epicId: id,
    title,
    phase: phase.id,
    phaseTitle: phase.title,
    doneCondition: phase.doneCondition,
    prompt: pipelinePrompt(phase, id, origin),
    allDone: phase.id === lastPipelinePhase,
    trivial: isTrivialWork(title),
    fresh: progress.size === 0,
    phases: pipelinePhases.map((each) => ({
      ...each,
      status: progress.get(each.id)?.status ?? 'pending',
      startedAt: progress.get(each.id)?.startedAt ?? null,
      completedAt: progress.get(each.id)?.completedAt ?? null,
    })),
    receipts: receiptsOf(await listPhaseCompletions(reader, id), progress),
  };
}

/** The newest of each phase that is over now: one that was entered again has none. */
function receiptsOf(
  completions: readonly PhaseCompletion[],
  progress: ReadonlyMap<string, PhaseProgress>,
): readonly PipelineReceipt[] {
  const newest = new Map(completions.map((each) => [String(each.payload['phase']), each]));
  return pipelinePhases.flatMap(({ id }) => {
    const found = newest.get(id);
    const status = progress.get(id)?.status;
    if (found === undefined || (status !== 'done' && status !== 'skipped')) return [];
    const { score, evidence, receipt, forced, skipped } = found.payload;
    return [
      {
        phase: id,
        at: found.at,
        actor: found.actor,
        skipped: skipped === true,
        forced: forced === true,
        score: typeof score === 'number' ? score : null,
        evidence: typeof evidence === 'string' ? evidence : null,
        receipt:
          typeof receipt === 'object' && receipt !== null
            ? (receipt as Readonly<Record<string, unknown>>)
            : null,
      },
    ];
  });
}
