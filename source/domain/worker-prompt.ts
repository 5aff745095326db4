/** What a worker of a task is told before it begins. */
import type { TaskDetail } from './contract/rows.js';
import { phaseSequence, type PhaseDefinition } from './phases.js';
import { composeTaskText } from './task-text.js';

export interface WorkerPromptOptions {
  /** Also where the task has not been told yet. */
  readonly tdd: boolean;
  readonly review: string | null;
  /** With the texts of the task and its epic, for a worker that cannot look them up. */
  readonly full: boolean;
  readonly epic: { readonly id: string; readonly title: string; readonly body: string } | null;
}

export interface WorkerPrompt {
  readonly prompt: string;
  readonly mode: 'bootstrap' | 'full';
  /** Four bytes each. */
  readonly estimatedTokens: number;
}

export function workerPrompt(detail: TaskDetail, options: WorkerPromptOptions): WorkerPrompt {
  const { row } = detail;
  const { full, epic } = options;
  const { phases, tdd, review } = sequenceOf(detail, options);
  const prompt = [
    `TASK_ID: ${row.id}`,
    `EPIC_ID: ${row.epicId ?? ''}`,
    `TDD_MODE: ${tdd}`,
    `REVIEW_MODE: ${review ?? 'none'}`,
    'TEAM_MODE: true',
    '',
    `Task: ${oneLine(row.title)}`,
    ...(epic === null ? [] : [`Epic: ${oneLine(epic.title)}`]),
    ...facts(detail),
    '',
    'Phase sequence:',
    ...phases.map(({ id, title, doneCondition }) => `Phase ${id}: ${title}. ${doneCondition}`),
    '',
    'How to work:',
    `- Claim the task with: flowdeck start ${row.id}`,
    `- Read it with: flowdeck cat ${row.id}${row.epicId === null ? '' : ` and flowdeck cat ${row.epicId}`}`,
    `- Ask for each phase with: flowdeck worker-phase next --task ${row.id} --json`,
    `- Complete it with: flowdeck worker-phase done --task ${row.id} --phase PHASE --json`,
    `- Show that you are alive in long phases with: flowdeck heartbeat --task ${row.id}`,
    `- Say what stops you with: flowdeck block ${row.id} --reason TEXT`,
    `- Name the task in your commits by a line of its own: Task: ${row.id}`,
    `- Finish with: flowdeck done ${row.id} --summary TEXT --evidence-json FILE`,
    'Execute the phases in their order and leave none out.',
    ...(full ? texts(detail, epic) : []),
  ].join('\n');
  return {
    prompt,
    mode: full ? 'full' : 'bootstrap',
    estimatedTokens: Math.ceil(new TextEncoder().encode(prompt).length / 4),
  };
}

/** What the task goes through by its own flags and those given now. */
function sequenceOf(
  { phases }: TaskDetail,
  options: WorkerPromptOptions,
): { phases: readonly PhaseDefinition[]; tdd: boolean; review: string | null } {
  const has = (id: string): boolean => phases.some((phase) => phase.id === id);
  const scheme = has('12') ? 2 : 1;
  const tdd = options.tdd || has(scheme === 1 ? '2a' : '4');
  const wasReviewed = has(scheme === 1 ? '4' : '8');
  const review = options.review ?? (wasReviewed ? 'as the task says' : null);
  const outputs = scheme === 2 && has('9');
  return { phases: phaseSequence({ scheme, tdd, review, outputs }), tdd, review };
}

function facts({ files, dependencies }: TaskDetail): readonly string[] {
  const waits = dependencies.filter(({ kind }) => kind === 'blocks');
  return [
    ...(files.length > 0 ? [`Owned files: ${files.map(oneLine).join(', ')}`] : []),
    ...(waits.length > 0
      ? [`Builds on: ${waits.map(({ id, status }) => `${id} (${status ?? 'missing'})`).join(', ')}`]
      : []),
  ];
}

function texts(detail: TaskDetail, epic: WorkerPromptOptions['epic']): readonly string[] {
  const { row, body, summary, evidence } = detail;
  const task = composeTaskText({ id: row.id, title: row.title, body, summary, evidence });
  return [
    ...(epic === null || epic.body.trim() === '' ? [] : ['', '---', epic.body.trim()]),
    '',
    '---',
    task.trim(),
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
