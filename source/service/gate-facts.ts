/** Gathers what the gates of the pipeline look at. */
import type { CommandInput } from '../domain/contract/calls.js';
import type { CheckName } from '../domain/contract/pipeline-calls.js';
import { configurationValue, guardCommands } from '../domain/configuration.js';
import type { CheckOutcome, GateFacts } from '../domain/pipeline-gates.js';
import { loadConfiguration } from '../store/repositories/configuration.js';
import { findEpicBody, type EpicState } from '../store/repositories/epics.js';
import { listTaskBodies } from '../store/repositories/health.js';
import { listTaskRows } from '../store/repositories/task-rows.js';
import type { Reader } from '../store/types.js';
import { lastOutcome } from './checks.js';
import { validate } from './health.js';

export async function gateFacts(
  reader: Reader,
  epic: EpicState,
  input: CommandInput<'pipeline.done'>,
): Promise<GateFacts> {
  const configuration = await loadConfiguration(reader);
  const bodies = new Map(
    (await listTaskBodies(reader, epic.id)).map(({ id, body }) => [id, body] as const),
  );
  const tasks = await listTaskRows(reader, { epicId: epic.id });
  const [validation] = await validate(reader, { ids: [epic.id], includeArchived: true });
  const receipt = input.receipt ?? {};
  const outcome = (check: CheckName, isSetUp: boolean, claimed: boolean): Promise<CheckOutcome> =>
    checkOutcome(reader, epic.id, { check, isSetUp, claimed });
  return {
    epicId: epic.id,
    body: await findEpicBody(reader, epic.id),
    requirements: input.requirements ?? '',
    tasks: tasks.map(({ id, status }) => ({ id, status, body: bodies.get(id) ?? '' })),
    score: input.score ?? null,
    evidence: input.evidence ?? '',
    receipt,
    reviewBackend:
      input.reviewBackend === undefined
        ? configurationValue(configuration, 'review.backend')
        : input.reviewBackend,
    guard: await outcome(
      'guard',
      guardCommands(configuration).length > 0,
      input.guardRan === true || receipt['guard_passed'] === true,
    ),
    invariants: await outcome(
      'invariants',
      input.hasInvariants === true,
      receipt['invariants_passed'] === true,
    ),
    isClosed: epic.status === 'done',
    errors: validation?.errors ?? [],
  };
}

/** Whoever says that a check passed is believed where no record is newer; a recorded failure counts more. */
async function checkOutcome(
  reader: Reader,
  epicId: string,
  { check, isSetUp, claimed }: { check: CheckName; isSetUp: boolean; claimed: boolean },
): Promise<CheckOutcome> {
  if (!isSetUp) return 'nothing';
  const outcome = await lastOutcome(reader, check, epicId);
  return outcome === 'outdated' && claimed ? 'passed' : outcome;
}
