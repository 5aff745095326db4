/** Changing what an epic says, apart from whether it is open. */
import type { EditResult, ReviewWord } from '../domain/contract/triage-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { parseReviewStatus } from '../domain/statuses.js';
import { reviewStatuses } from '../domain/vocabulary.js';
import type { EpicState } from '../store/repositories/epics.js';
import type { CommandScope } from './context.js';
import { addEpicDependency, removeEpicDependency } from './dependencies.js';
import { selfDependency } from './dependency-rules.js';
import { differences } from './differences.js';
import { changeEpic, openEpic } from './epic-change.js';
import { flattenEpic, readEpicFields, type EpicPatch } from './epic-fields.js';
import type { CommandHandlers } from './handlers.js';
import { resolveEpic } from './identity.js';
import { backendOf } from './task-edit.js';
import { checkTitle } from './texts.js';

export const epicEditCommands: CommandHandlers<
  'epic.edit' | 'epic.set' | 'epic.addDependency' | 'epic.removeDependency'
> = {
  async 'epic.edit'(scope, input) {
    const epic = await openEpic(scope, input);
    const { title, body, branchName } = input;
    return applyEdit(scope, epic, {
      ...(title !== undefined && { title: checkTitle(title) }),
      ...(body !== undefined && { body }),
      ...(branchName !== undefined && { branchName: branchName?.trim() || null }),
    });
  },

  async 'epic.set'(scope, input) {
    const epic = await openEpic(scope, input);
    const { planReview, completionReview, branchName, backends = {}, autoExecute } = input;
    const plan = planReview && reviewOf(planReview);
    const completion = completionReview && reviewOf(completionReview);
    const reviewedAt = (status: EpicState['planReview']): string | null =>
      status === 'unknown' ? null : scope.now;
    return applyEdit(scope, epic, {
      ...(plan && { planReview: plan, planReviewedAt: reviewedAt(plan) }),
      ...(completion && {
        completionReview: completion,
        completionReviewedAt: reviewedAt(completion),
      }),
      ...(branchName !== undefined && { branchName: branchName?.trim() || null }),
      ...(backends.implement !== undefined && {
        defaultImplementBackend: backendOf(backends.implement),
      }),
      ...(backends.review !== undefined && { defaultReviewBackend: backendOf(backends.review) }),
      ...(backends.sync !== undefined && { defaultSyncBackend: backendOf(backends.sync) }),
      ...(autoExecute !== undefined &&
        autoExecute !== epic.autoExecutePending && {
          autoExecutePending: autoExecute,
          autoExecuteSetAt: scope.now,
        }),
    });
  },

  async 'epic.addDependency'(scope, input) {
    const id = await resolveEpic(scope.transaction, input.id);
    const target = await resolveEpic(scope.transaction, input.dependsOn);
    if (id === target) throw selfDependency(id);
    const { dependsOn, changed } = await addEpicDependency(scope, id, target);
    return { id, dependsOn, changed, commandId: scope.commandId };
  },

  async 'epic.removeDependency'(scope, input) {
    const id = await resolveEpic(scope.transaction, input.id);
    const { dependsOn, changed } = await removeEpicDependency(scope, id, input.dependsOn.trim());
    return { id, dependsOn, changed, commandId: scope.commandId };
  },
};

function reviewOf(word: ReviewWord): EpicState['planReview'] {
  const status = parseReviewStatus(word);
  if (status !== null) return status;
  throw new FlowdeckError(
    'usage.invalid',
    `The review ${word} is unknown; there are ship, needs_work, ${reviewStatuses.join(', ')}.`,
  );
}

/** What accompanies another field is no change of its own. */
const accompanying = new Set(['planReviewedAt', 'completionReviewedAt', 'autoExecuteSetAt']);

async function applyEdit(
  scope: CommandScope,
  epic: EpicState,
  patch: EpicPatch,
): Promise<EditResult> {
  const wanted = flattenEpic(patch);
  const stored = await readEpicFields(scope.transaction, epic.id, Object.keys(wanted));
  const [, after] = differences(stored ?? {}, wanted);
  const changed = Object.keys(after).map((name) => editedAs[name] ?? name);
  const { version } =
    changed.length === 0 ? epic : await changeEpic(scope, epic, patch, { kind: 'epic_updated' });
  return {
    id: epic.id,
    version,
    commandId: scope.commandId,
    changed: changed.filter((name) => !accompanying.has(name)),
  };
}

/** What the fields of a patch are called by those who set them. */
const editedAs: Readonly<Record<string, string>> = { autoExecutePending: 'autoExecute' };
