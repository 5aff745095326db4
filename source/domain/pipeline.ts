/** Where an epic is in its pipeline, and what is to be done there. */
import { doorWords, type DoorWords } from './doors.js';
import { pipelinePhases, type PhaseDefinition } from './phases.js';
import type { Origin, PhaseStatus } from './vocabulary.js';

/** The active phase, else what follows the last one that is over; an epic without any entry is in the first. */
export function currentPipelinePhase(statuses: ReadonlyMap<string, PhaseStatus>): PhaseDefinition {
  const active = pipelinePhases.find(({ id }) => statuses.get(id) === 'active');
  if (active !== undefined) return active;
  const lastOver = pipelinePhases.findLastIndex(({ id }) => isOver(statuses.get(id)));
  return phaseAt(Math.min(lastOver + 1, pipelinePhases.length - 1));
}

function isOver(status: PhaseStatus | undefined): boolean {
  return status === 'done' || status === 'skipped';
}

/** The phase behind this one; the last stays the last. */
export function nextPipelinePhase(id: string): PhaseDefinition {
  const index = pipelinePhases.findIndex((phase) => phase.id === id);
  return phaseAt(Math.min(index + 1, pipelinePhases.length - 1));
}

function phaseAt(index: number): PhaseDefinition {
  const phase = pipelinePhases[index];
  if (phase === undefined) throw new RangeError(`The pipeline has no phase ${index}.`);
  return phase;
}

/** The end of the pipeline: nothing is left to do in it. */
export const lastPipelinePhase = 'completed';

const mostWords = 10;
const trivialWords =
  /\b(?:fix(?:es|ed)?|hotfix|bugfix|typos?|misspell(?:ing|ed)?|spelling|reword|rename|bump|tweak)\b/i;

/** Work that needs no brainstorming: a title of at most ten words that speaks of a fix, a typo or the like. */
export function isTrivialWork(title: string): boolean {
  const words = title.trim().split(/\s+/).filter(Boolean);
  return words.length > 0 && words.length <= mostWords && trivialWords.test(title);
}

export interface ReviewQuestion {
  /** `Q1` to `Q10`. */
  readonly id: string;
  readonly question: string;
}

/** What one question can score at most; ten of them make thirty. */
export const questionScore = 3;

function numbered(questions: readonly string[]): readonly ReviewQuestion[] {
  return questions.map((question, index) => ({ id: `Q${index + 1}`, question }));
}

export const planQuestions = numbered([
  'Does every requirement have a task, and every task a requirement?',
  'Can each task be done by one worker in one sitting?',
  'Are the acceptance criteria such that a stranger could check them?',
  'Is the order of the tasks the least that the work needs?',
  'Do tasks that run side by side keep out of the same files?',
  'Is what exists already used instead of built again?',
  'Is it said what happens when things go wrong?',
  'Is it said how each part is tested?',
  'Is anything planned that nobody asked for?',
  'What is the riskiest assumption, and which task proves it first?',
]);

export const implementationQuestions = numbered([
  'Does the change do what the plan says, and nothing else?',
  'Does every acceptance criterion have a test that would fail without the change?',
  'What happens with empty, huge and hostile input?',
  'What happens when a step fails in the middle?',
  'Is anything shared changed by two at a time?',
  'Can anything leak: memory, files, secrets?',
  'Is what exists already used instead of written again?',
  'Would a newcomer understand it without its author?',
  'Are the documents and messages still true?',
  'What is the first thing that will break in a year?',
]);

type Instructions = (epicId: string, words: DoorWords) => readonly string[];

const instructions: Readonly<Record<string, Instructions>> = {
  brainstorm: (epicId) => [
    'Ask what the work is for, look at at least two ways to do it, and write down what is wanted.',
    `Put the requirements into the text of the epic, under \`##\` sections such as Overview, Scope and Acceptance: flowdeck epic plan ${epicId} --file FILE`,
  ],
  plan: (epicId) => [
    'Split the work into tasks with `flowdeck task create`, each with a description and acceptance criteria, and say what waits for what with `flowdeck dep add`.',
    `Look at the result with \`flowdeck dag ${epicId}\` and \`flowdeck validate --epic ${epicId}\`.`,
  ],
  plan_review: (epicId, words) => [
    'Have the plan reviewed by what `flowdeck review-backend` names, or review it yourself.',
    ...reviewSteps(planQuestions, words.finishReview(epicId, 'plan_review')),
  ],
  work: (epicId, { ready }) => [
    `Start what ${ready(epicId)} lists, several tasks at a time where they share no files, until every task is done or skipped.`,
    'Run `flowdeck guard` and `flowdeck invariants check` after the last one.',
  ],
  impl_review: (epicId, words) => [
    'Have the whole change reviewed by what `flowdeck review-backend` names, or review it yourself.',
    ...reviewSteps(implementationQuestions, words.finishReview(epicId, 'impl_review')),
  ],
  close: (epicId) => [
    `Run \`flowdeck guard\`, \`flowdeck invariants check\` and \`flowdeck validate --epic ${epicId}\` once more.`,
    `Close the epic with \`flowdeck epic close ${epicId}\`.`,
  ],
  completed: () => ['There is nothing left to do.'],
};

function reviewSteps(questions: readonly ReviewQuestion[], then: string): readonly string[] {
  return [
    `Answer these questions, each with 0 to ${questionScore} points, and name them by their numbers in the evidence:`,
    ...questions.map(({ id, question }) => `  ${id} ${question}`),
    `Then: ${then}`,
  ];
}

/**
 * What whoever is in this phase of this epic is to do, in words.
 * @param origin the door by which they came
 */
export function pipelinePrompt(
  { id, title, doneCondition }: PhaseDefinition,
  epicId: string,
  origin: Origin = 'command',
): string {
  return [
    `${title}: ${epicId}`,
    ...(instructions[id]?.(epicId, doorWords(origin)) ?? []),
    ...(id === lastPipelinePhase ? [] : [`Done when: ${doneCondition}`]),
  ].join('\n');
}
