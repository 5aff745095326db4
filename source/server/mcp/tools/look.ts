/** The tools that look. */
import { z } from 'zod';
import {
  countsAnswer,
  epicsAnswer,
  nextAnswer,
  readyAnswer,
  tasksAnswer,
  taskText,
  type CountsJson,
  type EpicsJson,
  type NextJson,
  type ReadyJson,
  type TasksJson,
} from '../../../domain/answers.js';
import { evidenceJson, type EvidenceJson } from '../../../domain/shapes.js';
import { verdict } from '../../../domain/statuses.js';
import { taskStatuses, type TaskStatus, type Verdict } from '../../../domain/vocabulary.js';
import { findNextWork } from '../../../service/next-work.js';
import { tool, type Query, type ToolCall, type ToolTable } from '../definition.js';
import { epic, given } from './inputs.js';

export interface TextJson {
  readonly id: string;
  readonly kind: 'epic' | 'task';
  readonly title: string;
  readonly status: TaskStatus | 'open';
  /** Markdown. */
  readonly text: string;
}

export interface ReviewJson {
  readonly epic: string;
  readonly title: string;
  readonly plan_review_status: Verdict;
  readonly completion_review_status: Verdict;
  /** Finished tasks, with what was handed in. */
  readonly done: readonly {
    readonly id: string;
    readonly title: string;
    readonly summary: string;
    readonly evidence: EvidenceJson | null;
  }[];
  /** Tasks that are not over yet. */
  readonly open: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: TaskStatus;
  }[];
  /** What an epic still lacks. */
  readonly gaps: readonly {
    readonly id: string;
    readonly capability: string;
    readonly priority: string;
  }[];
}

interface LookAnswers {
  readonly status: CountsJson;
  readonly epics: EpicsJson;
  readonly tasks: TasksJson;
  readonly show: TextJson;
  readonly ready: ReadyJson;
  readonly next: NextJson;
  readonly review: ReviewJson;
}

export const lookTools: ToolTable<LookAnswers> = {
  status: tool({
    title: 'Project status',
    description: 'Count the epics and tasks of the project by status.',
    input: z.strictObject({}),
    reads: true,
    run: async (_, { query }) => countsAnswer(await query('totals', {})),
  }),
  epics: tool({
    title: 'List epics',
    description: 'List the epics with their progress.',
    input: z.strictObject({ archived: z.boolean().optional().describe('Archived ones too') }),
    reads: true,
    run: async ({ archived = false }, { query }) =>
      epicsAnswer(await query('epics.list', { includeArchived: archived })),
  }),
  tasks: tool({
    title: 'List tasks',
    description: 'List tasks: of the whole project, of one epic, in one status.',
    input: z.strictObject({
      epic_id: epic.optional(),
      status: z.enum(taskStatuses).optional(),
      domain: z.string().optional().describe('Such as frontend, backend, docs'),
    }),
    reads: true,
    async run({ epic_id: id, status, domain }, call) {
      const epicId = id === undefined ? undefined : await epicOf(call, id);
      return tasksAnswer(await call.query('tasks.list', given({ epicId, status, domain })));
    },
  }),
  show: tool({
    title: 'Read an epic or a task',
    description:
      "Read the text of an epic's plan or of a task: what is to be done, and when it is done.",
    input: z.strictObject({ id: z.string().min(1).describe('Such as fn-1 or fn-1.2') }),
    reads: true,
    run: ({ id }, { query }) => textOf(id, query),
  }),
  ready: tool({
    title: 'Ready tasks',
    description: 'List what can be started now, the best first, what runs and what waits for what.',
    input: z.strictObject({
      epic_id: epic.optional(),
      include_hinted: z
        .boolean()
        .optional()
        .describe('Also tasks whose text says that they are finished'),
    }),
    reads: true,
    async run({ epic_id: id, include_hinted: includeHinted }, call) {
      const epicId = id === undefined ? undefined : await epicOf(call, id);
      const found = await call.query('ready.list', given({ epicId, includeHinted }));
      return readyAnswer(epicId ?? null, call.actor, found);
    },
  }),
  next: tool({
    title: 'What to do next',
    description:
      'Say the one thing to do next: your own running task, one to start, or a plan or a finished epic to review.',
    input: z.strictObject({
      epic_ids: z.array(epic).optional().describe('Only these epics, in this order'),
      require_plan_review: z
        .boolean()
        .optional()
        .describe('Begin nothing before its plan is reviewed'),
      require_completion_review: z
        .boolean()
        .optional()
        .describe('Ask for a review of what is complete'),
    }),
    reads: true,
    async run(input, { actor, query }) {
      const found = await findNextWork(query, {
        actor,
        epicIds: input.epic_ids,
        requirePlanReview: input.require_plan_review ?? false,
        requireCompletionReview: input.require_completion_review ?? false,
      });
      return nextAnswer(found);
    },
  }),
  review: tool({
    title: 'Review an epic',
    description:
      'Gather what a review of an epic looks at: finished tasks with their summaries and evidence, what is still open, and how earlier reviews ended.',
    input: z.strictObject({ epic_id: epic }),
    reads: true,
    run: ({ epic_id: id }, call) => reviewOf(id, call),
  }),
};

/** @throws FlowdeckError `id.invalid` when the id names a task */
async function epicOf({ query }: ToolCall, id: string): Promise<string> {
  return (await query('epic.detail', { id })).row.id;
}

/** The text that agents work by; also what the resources hold. */
export async function textOf(id: string, query: Query): Promise<TextJson> {
  const named = await query('id.resolve', { id });
  if (named.kind === 'task') {
    const detail = await query('task.detail', { id: named.id });
    const { title, status } = detail.row;
    return { ...named, title, status, text: taskText(detail) };
  }
  const { row, body } = await query('epic.detail', { id: named.id });
  return { ...named, title: row.title, status: row.status, text: body };
}

async function reviewOf(id: string, { query }: ToolCall): Promise<ReviewJson> {
  const { row } = await query('epic.detail', { id });
  const tasks = await query('tasks.list', { epicId: row.id });
  const done: ReviewJson['done'][number][] = [];
  for (const task of tasks.filter(({ status }) => status === 'done')) {
    const { summary, evidence } = await query('task.detail', { id: task.id });
    const handedIn = evidence && evidenceJson(evidence);
    done.push({ id: task.id, title: task.title, summary, evidence: handedIn });
  }
  const gaps = await query('gaps.list', { epicId: row.id, status: 'open' });
  return {
    epic: row.id,
    title: row.title,
    plan_review_status: verdict(row.planReview),
    completion_review_status: verdict(row.completionReview),
    done,
    open: tasks
      .filter(({ status }) => status !== 'done' && status !== 'skipped')
      .map((task) => ({ id: task.id, title: task.title, status: task.status })),
    gaps: gaps.map((gap) => ({ id: gap.id, capability: gap.capability, priority: gap.priority })),
  };
}
