/** The commands that change what an epic says. */
import { quoted } from '../domain/quote.js';
import type { CommandInput, CommandOutput } from '../domain/contract/calls.js';
import type { EpicDetail } from '../domain/contract/rows.js';
import { splitLines, splitSections } from '../domain/markdown-sections.js';
import { parseReviewStatus, verdict } from '../domain/statuses.js';
import type { ReviewStatus, Verdict } from '../domain/vocabulary.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import { readInput } from './input.js';
import { plural } from './text.js';
import { UsageError } from './usage-error.js';

export interface TextChangedJson {
  readonly id: string;
  /** There is no file: the database holds the text. */
  readonly spec_path: null;
  readonly message: string;
}

export interface EpicReviewJson {
  readonly id: string;
  readonly plan_review_status: Verdict;
  readonly plan_reviewed_at: string | null;
  readonly message: string;
}

export interface EpicCompletionJson {
  readonly id: string;
  readonly completion_review_status: Verdict;
  readonly completion_reviewed_at: string | null;
  readonly message: string;
}

export interface EpicBranchJson {
  readonly id: string;
  readonly branch_name: string | null;
  readonly message: string;
}

export interface EpicTitleJson {
  readonly old_id: string;
  /** The same where the title makes no other id. */
  readonly new_id: string;
  readonly title: string;
  readonly files_renamed: readonly never[];
  /** The tasks whose ids changed, by their new ones. */
  readonly tasks_updated: readonly string[];
  /** The epics that wait for this one, and now do so by its new id. */
  readonly updated_deps_in: readonly string[];
  readonly message: string;
}

export interface AutoExecuteJson {
  readonly id: string;
  readonly auto_execute_pending: boolean;
  readonly message: string;
}

export interface EpicDependencyJson {
  readonly id: string;
  /** All that it waits for now. */
  readonly depends_on_epics: readonly string[];
  /** False where it was so already. */
  readonly changed: boolean;
  readonly message: string;
}

export const plan: CommandBody<TextChangedJson> = async ({ project, invocation, io }) => {
  const file = invocation.text('file');
  const text = invocation.text('spec');
  if ((file === undefined) === (text === undefined))
    throw new UsageError('Give one of --file and --spec.');
  const body = file === undefined ? (text ?? '') : await readInput(io, file, '--file');
  refuseTwinHeadings(body);
  const { service } = await project.open();
  const { id } = await service.command('epic.edit', {
    id: invocation.requiredArgument('EPIC'),
    body,
  });
  const message = `Plan of epic ${id} updated`;
  return { json: { id, spec_path: null, message }, text: () => [message] };
};

export const review: CommandBody<EpicReviewJson> = async (context) => {
  const planReview = reviewOf(context);
  const { id } = await set(context, { planReview });
  const { planReviewedAt } = await detailOf(context, id);
  const message = `Plan review of epic ${id} is ${planReview}`;
  return {
    json: {
      id,
      plan_review_status: verdict(planReview),
      plan_reviewed_at: planReviewedAt,
      message,
    },
    text: () => [message],
  };
};

export const completion: CommandBody<EpicCompletionJson> = async (context) => {
  const completionReview = reviewOf(context);
  const { id } = await set(context, { completionReview });
  const { completionReviewedAt } = await detailOf(context, id);
  const message = `Completion review of epic ${id} is ${completionReview}`;
  return {
    json: {
      id,
      completion_review_status: verdict(completionReview),
      completion_reviewed_at: completionReviewedAt,
      message,
    },
    text: () => [message],
  };
};

export const branch: CommandBody<EpicBranchJson> = async (context) => {
  const name = context.invocation.argumentOrFlag('BRANCH', 'branch');
  const branchName = name.trim() || null;
  const { id } = await set(context, { branchName });
  const message =
    branchName === null ? `Epic ${id} has no branch` : `Branch of epic ${id} is ${branchName}`;
  return { json: { id, branch_name: branchName, message }, text: () => [message] };
};

export const title: CommandBody<EpicTitleJson> = async (context) => {
  const { project, invocation } = context;
  const wanted = invocation.argumentOrFlag('TITLE', 'title');
  const { service } = await project.open();
  const renamed = await service.command('epic.rename', {
    id: invocation.requiredArgument('EPIC'),
    title: wanted,
  });
  const { oldId, newId, tasks, referencedBy } = renamed;
  const message =
    oldId === newId ? `Epic ${newId} retitled` : `Epic ${oldId} is now ${newId}; the old id works`;
  return {
    json: {
      old_id: oldId,
      new_id: newId,
      title: renamed.title,
      files_renamed: [],
      tasks_updated: oldId === newId ? [] : tasks,
      updated_deps_in: oldId === newId ? [] : referencedBy,
      message,
    },
    text: () => [
      message,
      ...(oldId !== newId && tasks.length > 0
        ? [`  with ${plural(tasks.length, 'task')}, ${newId}.N`]
        : []),
    ],
  };
};

export const autoExecute: CommandBody<AutoExecuteJson> = async (context) => {
  const pending = context.invocation.switch('pending');
  if (pending === context.invocation.switch('done'))
    throw new UsageError('Give one of --pending and --done.');
  const { id } = await set(context, { autoExecute: pending });
  const message = pending
    ? `Epic ${id} waits to be carried out`
    : `Epic ${id} no longer waits to be carried out`;
  return { json: { id, auto_execute_pending: pending, message }, text: () => [message] };
};

export const addDependency: CommandBody<EpicDependencyJson> = (context) =>
  changeDependency(context, 'epic.addDependency');
export const removeDependency: CommandBody<EpicDependencyJson> = (context) =>
  changeDependency(context, 'epic.removeDependency');

async function changeDependency(
  { project, invocation }: CommandContext,
  name: 'epic.addDependency' | 'epic.removeDependency',
): Promise<Answer<EpicDependencyJson>> {
  const { service } = await project.open();
  const { id, dependsOn, changed } = await service.command(name, {
    id: invocation.requiredArgument('EPIC'),
    dependsOn: invocation.requiredArgument('DEPENDENCY'),
  });
  const now = dependsOn.length > 0 ? `waits for ${dependsOn.join(', ')}` : 'waits for nothing';
  const message = `${id} ${changed ? 'now' : 'already'} ${now}`;
  return { json: { id, depends_on_epics: dependsOn, changed, message }, text: () => [message] };
}

async function set(
  { project, invocation }: CommandContext,
  values: Omit<CommandInput<'epic.set'>, 'id'>,
): Promise<CommandOutput<'epic.set'>> {
  const { service } = await project.open();
  return service.command('epic.set', { id: invocation.requiredArgument('EPIC'), ...values });
}

async function detailOf({ project }: CommandContext, id: string): Promise<EpicDetail> {
  const { service } = await project.open();
  return service.query('epic.detail', { id });
}

/** The verdict as it is stored. */
function reviewOf({ invocation }: CommandContext): ReviewStatus {
  const word = invocation.argumentOrFlag('ship|needs_work|unknown', 'status');
  const status = parseReviewStatus(word);
  if (status === null) {
    throw new UsageError(`The verdict is ship, needs_work or unknown, not ${quoted(word)}.`);
  }
  return status;
}

/** A plan with two sections of one name is mostly two plans in one file. */
function refuseTwinHeadings(markdown: string): void {
  const seen = new Set<string>();
  for (const { heading } of splitSections(splitLines(markdown))) {
    const name = heading?.toLowerCase();
    if (name === undefined) continue;
    if (seen.has(name)) throw new UsageError(`The plan has the heading "${heading ?? ''}" twice.`);
    seen.add(name);
  }
}
