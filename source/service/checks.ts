/** What checks of the working tree said: the gates and the hooks ask for it. */
import type { CheckName } from '../domain/contract/pipeline-calls.js';
import type { CheckOutcome } from '../domain/pipeline-gates.js';
import type { EventKind } from '../domain/vocabulary.js';
import { findLastOfKinds } from '../store/repositories/pipeline.js';
import type { Reader } from '../store/types.js';
import { appendEvent } from './events.js';
import type { CommandHandlers } from './handlers.js';

const kinds = {
  guard: { passed: 'guard_passed', failed: 'guard_failed' },
  invariants: { passed: 'invariants_passed', failed: 'invariants_failed' },
} as const satisfies Record<CheckName, Record<'passed' | 'failed', EventKind>>;

/** What each of them reads. */
const subjects: Readonly<Record<CheckName, string>> = {
  guard: 'stack',
  invariants: 'invariants.md',
};

export const checkCommands: CommandHandlers<'check.record'> = {
  async 'check.record'(scope, { check, passed, revision = null, results }) {
    const id = await appendEvent(scope, {
      kind: kinds[check][passed ? 'passed' : 'failed'],
      entityKind: 'configuration',
      entityId: subjects[check],
      payload: { ...(revision !== null && { revision }), results },
    });
    return { id };
  },
};

/** What the last run said, unless a task of the epic was finished after it. */
export async function lastOutcome(
  reader: Reader,
  check: CheckName,
  epicId: string,
): Promise<CheckOutcome> {
  const run = await findLastOfKinds(reader, Object.values(kinds[check]));
  if (run?.kind === kinds[check].failed) return 'failed';
  const work = await findLastOfKinds(reader, ['task_completed'], epicId);
  return run !== null && run.id > (work?.id ?? 0) ? 'passed' : 'outdated';
}
