/** What must hold before an epic leaves a phase of its pipeline. */
import { doorWords } from './doors.js';
import { splitLines, splitSections, trimBlankLines } from './markdown-sections.js';
import { implementationQuestions, planQuestions, type ReviewQuestion } from './pipeline.js';
import { isSatisfied } from './statuses.js';
import { section } from './task-text.js';
import type { Origin, TaskStatus } from './vocabulary.js';

/** What a check of the working tree said last. */
export type CheckOutcome =
  /** Nothing is set up that could be checked. */
  | 'nothing'
  | 'passed'
  | 'failed'
  /** It was never run, or before the last task was finished. */
  | 'outdated';

export interface GateFacts {
  readonly epicId: string;
  /** The door by which it is asked to leave; what is missing is said in its words. */
  readonly origin: Origin;
  /** The text of the epic. */
  readonly body: string;
  /** Requirements that were written down elsewhere. */
  readonly requirements: string;
  readonly tasks: readonly {
    readonly id: string;
    readonly status: TaskStatus;
    readonly body: string;
  }[];
  readonly score: number | null;
  readonly evidence: string;
  readonly receipt: Readonly<Record<string, unknown>>;
  /** The program that is to review; null where none is set. */
  readonly reviewBackend: string | null;
  readonly guard: CheckOutcome;
  readonly invariants: CheckOutcome;
  readonly isClosed: boolean;
  /** What `validate` finds wrong. */
  readonly errors: readonly string[];
}

type Gate = (facts: GateFacts) => readonly string[];

/** By phase; each answers with what is missing, a sentence each. A phase without one is left freely. */
const gates: Readonly<Record<string, Gate>> = {
  brainstorm: requirementsGate,
  plan: planGate,
  plan_review: (facts) => reviewGate(facts, planQuestions),
  work: (facts) => [...tasksGate(facts), ...checksGate(facts)],
  impl_review: (facts) => reviewGate(facts, implementationQuestions),
  close: closeGate,
};

/** What is missing, a sentence each; empty when the phase may be left. */
export function missingAtGate(phase: string, facts: GateFacts): readonly string[] {
  return gates[phase]?.(facts) ?? [];
}

function requirementsGate({ body, requirements }: GateFacts): readonly string[] {
  const filled = [body, requirements].some((text) => filledSections(text) > 0);
  return filled
    ? []
    : [
        'The requirements are not written down: fill the sections of the epic, or name a file with artifact in the receipt.',
      ];
}

/** Sections with something under their heading that is not `TBD`. */
function filledSections(text: string): number {
  return splitSections(splitLines(text)).filter(
    ({ heading, lines }) => heading !== null && !isUnfilled(trimBlankLines(lines)),
  ).length;
}

function isUnfilled(text: string | null): boolean {
  return text === null || /^(?:[-*] (?:\[ \] )?)?(?:TBD\.?)?$/i.test(text.trim());
}

function planGate({ tasks, receipt }: GateFacts): readonly string[] {
  if (tasks.length === 0) return ['There are no tasks.'];
  const unfilled = tasks.filter(({ body }) =>
    ['Description', 'Acceptance'].some((heading) => isUnfilled(section(body, heading))),
  );
  return [
    ...(unfilled.length > 0
      ? [`The description or the acceptance is not filled in: ${ids(unfilled)}.`]
      : []),
    ...receiptTasks(tasks, receipt),
  ];
}

/** A receipt that names the tasks must name these tasks. */
function receiptTasks(tasks: GateFacts['tasks'], receipt: GateFacts['receipt']): readonly string[] {
  const named = receipt['tasks'] ?? receipt['task_ids'];
  if (named === undefined) return [];
  if (!Array.isArray(named)) return ['The receipt must name the tasks as a list.'];
  const claimed = new Set(named.map(String));
  const missing = tasks.filter(({ id }) => !claimed.has(id));
  const known = new Set(tasks.map(({ id }) => id));
  const invented = [...claimed].filter((id) => !known.has(id));
  return [
    ...(missing.length > 0 ? [`The receipt leaves out ${ids(missing)}.`] : []),
    ...(invented.length > 0 ? [`The receipt names what does not exist: ${few(invented)}.`] : []),
  ];
}

const highestScore = 30;
const shortestEvidence = 200;

function reviewGate(facts: GateFacts, questions: readonly ReviewQuestion[]): readonly string[] {
  const { score, evidence, origin } = facts;
  const words = doorWords(origin);
  const text = evidence.trim();
  const answered = questions.filter(({ id }) => new RegExp(`\\b${id}\\b`, 'i').test(text));
  const enough = Math.ceil(questions.length / 2);
  return [
    ...(score === null
      ? [`A score of ${highestScore} is missing (${words.score}).`]
      : score < 0 || score > highestScore
        ? [`A score is 0 to ${highestScore}, not ${score}.`]
        : []),
    ...(text.length < shortestEvidence
      ? [
          `The evidence has ${text.length} characters, at least ${shortestEvidence} are needed (${words.evidence}).`,
        ]
      : []),
    ...(answered.length < enough
      ? [
          `The evidence speaks of ${answered.length} of the questions Q1 to Q${questions.length}, at least ${enough} are needed.`,
        ]
      : []),
    ...verdictGate(facts),
  ];
}

const receiptModes = ['rp', 'codex', 'export', 'none'];
const verdicts = ['SHIP', 'NEEDS_WORK', 'MAJOR_RETHINK'];

/** What a review's receipt says of the reviewer: `mode`, or `backend`. */
export function receiptMode(receipt: GateFacts['receipt']): string | null {
  const mode = receipt['mode'] ?? receipt['backend'];
  return typeof mode === 'string' ? mode.toLowerCase() : null;
}

/** The verdict of a receipt as it is written everywhere: `SHIP` for `ship`, `NEEDS_WORK` for `needs-work`. */
export function receiptVerdict(receipt: GateFacts['receipt']): string | null {
  const { verdict } = receipt;
  return typeof verdict === 'string' ? verdict.trim().toUpperCase().replace(/[- ]/g, '_') : null;
}

function verdictGate({ epicId, origin, receipt, reviewBackend }: GateFacts): readonly string[] {
  const needed = reviewBackend !== null && reviewBackend !== 'none';
  if (Object.keys(receipt).length === 0) {
    const { receipt: word } = doorWords(origin);
    return needed ? [`The receipt of ${reviewBackend} is missing (${word}).`] : [];
  }
  const mode = receiptMode(receipt);
  const verdict = receiptVerdict(receipt);
  const { id } = receipt;
  return [
    ...(mode === null || !receiptModes.includes(mode)
      ? [`The receipt must name its mode: ${receiptModes.join(', ')}.`]
      : []),
    ...(typeof id === 'string' && id !== epicId ? [`The receipt is about ${few([id])}.`] : []),
    ...(verdict === null || !verdicts.includes(verdict)
      ? [`The receipt must hold a verdict: ${verdicts.join(', ')}.`]
      : verdict === 'SHIP'
        ? []
        : [`The verdict is ${verdict}, not SHIP.`]),
  ];
}

function tasksGate({ tasks }: GateFacts): readonly string[] {
  const open = tasks.filter(({ status }) => !isSatisfied(status));
  return open.length > 0 ? [`Not done yet: ${ids(open)}.`] : [];
}

function checksGate({ guard, invariants }: GateFacts): readonly string[] {
  return [
    ...checkGate(guard, 'The guard', 'flowdeck guard'),
    ...checkGate(invariants, 'The check of the invariants', 'flowdeck invariants check'),
  ];
}

function checkGate(outcome: CheckOutcome, what: string, command: string): readonly string[] {
  if (outcome === 'failed') return [`${what} failed.`];
  if (outcome === 'outdated') {
    return [`${what} has not passed since the last task was finished: ${command}`];
  }
  return [];
}

function closeGate(facts: GateFacts): readonly string[] {
  const { epicId, isClosed, errors } = facts;
  return [
    ...checksGate(facts),
    ...errors.slice(0, 5),
    ...(isClosed ? [] : [`The epic is open: flowdeck epic close ${epicId}`]),
  ];
}

function ids(tasks: readonly { readonly id: string }[]): string {
  return few(tasks.map(({ id }) => id));
}

/** A list that stays readable whatever it holds. */
function few(words: readonly string[]): string {
  const shown = words.slice(0, 10).map((word) => word.slice(0, 100));
  const more = words.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
