/** Acting on many tasks in one action: what cannot be done is told, the rest is done. */
import type { CommandInput, CommandOutput } from '../domain/contract/calls.js';
import type { BatchItem, BatchResult } from '../domain/contract/triage-calls.js';
import { FlowdeckError, serialiseError } from '../domain/errors.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import { inSavepoint } from '../store/savepoint.js';
import type { CommandScope } from './context.js';
import { openTask } from './task-change.js';

type Done = CommandOutput<'tasks.apply'>['results'][number] & { readonly ok: true };

/**
 * Does the same to each. An item that is refused leaves nothing behind. What the caller saw is compared before anything
 * is done: whatever one item means for the next is no conflict.
 */
export async function eachItem(
  scope: CommandScope,
  items: CommandInput<'tasks.apply'>['items'],
  act: (id: string) => Promise<Pick<Done, 'id' | 'status'>>,
): Promise<BatchResult[]> {
  const results: (BatchResult | null)[] = [];
  for (const item of items) results.push(await refusalOf(scope, item));
  for (const [index, item] of items.entries()) {
    results[index] ??= await attempt(item.id, () =>
      inSavepoint(scope.transaction, () => act(item.id)),
    );
  }
  return results.flatMap((result) => result ?? []);
}

/** What stands in the way before anything is done; null where nothing does. */
async function refusalOf(scope: CommandScope, item: BatchItem): Promise<BatchResult | null> {
  const seen = await attempt(item.id, () => openTask(scope, item));
  return seen.ok ? null : seen;
}

async function attempt(
  id: string,
  work: () => Promise<{ readonly id: string; readonly status: TaskStatus }>,
): Promise<BatchResult> {
  try {
    const { id: fullId, status } = await work();
    return { id: fullId, ok: true, status };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { id, ok: false, error: serialiseError(error) };
  }
}

/** A store that fails fails the whole action. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof FlowdeckError &&
    (error.code === 'store.conflict' || !/^(?:store|internal)\./.test(error.code))
  );
}
