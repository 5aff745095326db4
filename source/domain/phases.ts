/** The steps of a worker through a task, in the two numberings found, and the pipeline of an epic. */

export interface PhaseDefinition {
  readonly id: string;
  readonly title: string;
  /** What holds when the phase is complete. */
  readonly doneCondition: string;
}

/** When a phase belongs to a sequence; without one it always does. */
type PhaseOption = 'tdd' | 'review' | 'outputs';

interface OptionalPhase extends PhaseDefinition {
  readonly only?: PhaseOption;
}

const verifyConfiguration = 'The files the task owns and the configuration have been checked.';
const reAnchor = 'The task and its epic have been read again with `flowdeck show`.';
const investigate = 'The files that the change touches have been read.';
const redGreen = 'Tests for the new behaviour exist and have been seen to fail.';
const implement = 'The code is written and compiles.';
const verifyAndFix = 'The guard passes and the diff has been looked through.';
const commit = 'The work is committed with a conventional message.';
const review = 'The reviewer has answered SHIP.';
const outputs = 'The outputs of the task are written down for the tasks after it.';
const complete = '`flowdeck done` has recorded the summary and the evidence.';
const saveMemory = 'Lessons worth keeping are in the memory, if there were any.';
const handBack = 'The summary has been handed back to whoever gave the task.';

/** Scheme 1, in its canonical order. */
export const workerPhases: readonly OptionalPhase[] = [
  { id: '0', title: 'Verify Configuration', doneCondition: verifyConfiguration },
  { id: '1', title: 'Re-anchor', doneCondition: reAnchor },
  { id: '2a', title: 'TDD Red-Green', doneCondition: redGreen, only: 'tdd' },
  { id: '2', title: 'Implement', doneCondition: implement },
  { id: '2.5', title: 'Verify & Fix', doneCondition: verifyAndFix },
  { id: '3', title: 'Commit', doneCondition: commit },
  { id: '4', title: 'Review', doneCondition: review, only: 'review' },
  { id: '5', title: 'Complete', doneCondition: complete },
  { id: '5b', title: 'Memory Auto-Save', doneCondition: saveMemory },
  { id: '6', title: 'Return', doneCondition: handBack },
];

/** Scheme 2, numbered from 1 to 12; imported tasks keep it. */
export const numberedPhases: readonly OptionalPhase[] = [
  { id: '1', title: 'Verify Configuration', doneCondition: verifyConfiguration },
  { id: '2', title: 'Re-anchor', doneCondition: reAnchor },
  { id: '3', title: 'Investigation', doneCondition: investigate },
  { id: '4', title: 'TDD', doneCondition: redGreen, only: 'tdd' },
  { id: '5', title: 'Implement', doneCondition: implement },
  { id: '6', title: 'Verify & Fix', doneCondition: verifyAndFix },
  { id: '7', title: 'Commit', doneCondition: commit },
  { id: '8', title: 'Review', doneCondition: review, only: 'review' },
  { id: '9', title: 'Outputs Dump', doneCondition: outputs, only: 'outputs' },
  { id: '10', title: 'Complete', doneCondition: complete },
  { id: '11', title: 'Memory Auto-Save', doneCondition: saveMemory },
  { id: '12', title: 'Return', doneCondition: handBack },
];

const legacyPhaseNumbers = new Map([
  ['0', 1],
  ['1', 2],
  ['1.5', 3],
  ['2a', 4],
  ['2', 5],
  ['2.5', 6],
  ['3', 7],
  ['4', 8],
  ['5c', 9],
  ['5', 10],
  ['5b', 11],
  ['6', 12],
]);

/** The number that scheme 2 gave to a phase of scheme 1; null for an unknown one. */
export function legacyPhaseNumber(id: string): number | null {
  return legacyPhaseNumbers.get(id) ?? null;
}

export interface PhaseSequenceOptions {
  readonly scheme?: 1 | 2;
  readonly tdd?: boolean;
  /** The review backend, or whether there is one; `none` counts as no review. */
  readonly review?: string | boolean | null;
  /** Scheme 2 only: the task hands outputs on. */
  readonly outputs?: boolean;
}

/** The phases that a task goes through, in order. */
export function phaseSequence({
  scheme = 1,
  tdd = false,
  review: backend,
  outputs: withOutputs = false,
}: PhaseSequenceOptions): PhaseDefinition[] {
  const wanted: Record<PhaseOption, boolean> = {
    tdd,
    review: Boolean(backend) && backend !== 'none',
    outputs: withOutputs,
  };
  return phasesOf(scheme).filter(({ only }) => only === undefined || wanted[only]);
}

/** A phase of a scheme, in the sequence or not; undefined for an unknown id. */
export function phaseDefinition(scheme: 1 | 2, id: string): PhaseDefinition | undefined {
  return phasesOf(scheme).find((phase) => phase.id === id);
}

function phasesOf(scheme: 1 | 2): readonly OptionalPhase[] {
  return scheme === 1 ? workerPhases : numberedPhases;
}

/** The pipeline of an epic, in order; an epic without an entry is in the first. */
export const pipelinePhases: readonly PhaseDefinition[] = [
  {
    id: 'brainstorm',
    title: 'Brainstorm',
    doneCondition: 'The requirements are written down.',
  },
  {
    id: 'plan',
    title: 'Plan',
    doneCondition: 'The tasks exist and each has its description and acceptance.',
  },
  {
    id: 'plan_review',
    title: 'Plan review',
    doneCondition: 'The plan has been reviewed and the verdict is SHIP.',
  },
  {
    id: 'work',
    title: 'Work',
    doneCondition: 'Every task is done or skipped and the guard passes.',
  },
  {
    id: 'impl_review',
    title: 'Implementation review',
    doneCondition: 'The implementation has been reviewed and the verdict is SHIP.',
  },
  {
    id: 'close',
    title: 'Close',
    doneCondition: 'The last checks pass and the epic is closed.',
  },
  { id: 'completed', title: 'Completed', doneCondition: 'There is nothing left to do.' },
];
