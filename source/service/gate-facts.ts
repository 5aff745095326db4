/** Gathers what the gates of the pipeline look at. */
import type { CommandInput } from '../domain/contract/calls.js';
import type { CheckName } from '../domain/contract/pipeline-calls.js';
import { configurationValue, guardCommands } from '../domain/configuration.js';
import { FlowdeckError } from '../domain/errors.js';
import type { CheckOutcome, GateFacts } from '../domain/pipeline-gates.js';
import { loadConfiguration } from '../store/repositories/configuration.js';
import { findEpicBody, type EpicState } from '../store/repositories/epics.js';
import { listTaskBodies } from '../store/repositories/health.js';
import { listTaskRows } from '../store/repositories/task-rows.js';
import type { Reader } from '../store/types.js';
import { lastOutcome } from './checks.js';
import type { CommandScope } from './context.js';
import { validate } from './health.js';
import { resolveTask } from './identity.js';

export async function gateFacts(
  { transaction: reader, origin }: Pick<CommandScope, 'transaction' | 'origin'>,
  epic: EpicState,
  input: CommandInput<'pipeline.done'>,
): Promise<GateFacts> {
  const configuration = await loadConfiguration(reader);
  const bodies = new Map(
    (await listTaskBodies(reader, epic.id)).map(({ id, body }) => [id, body] as const),
  );
  const tasks = await listTaskRows(reader, { epicId: epic.id });
  const [validation] = await validate(reader, { ids: [epic.id], includeArchived: true });
  const receipt = await withFullIds(reader, input.receipt ?? {});
  const outcome = (check: CheckName, isSetUp: boolean, claimed: boolean): Promise<CheckOutcome> =>
    checkOutcome(reader, epic.id, { check, isSetUp, claimed });
  return {
    epicId: epic.id,
    origin,
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

/** A receipt may name tasks as everybody may: by short ids, and by those from before a rename. */
async function withFullIds(reader: Reader, receipt: GateFacts['receipt']) {
  const key = 'tasks' in receipt ? 'tasks' : 'task_ids';
  const named = receipt[key];
  if (!Array.isArray(named)) return receipt;
  const ids: unknown[] = [];
  for (const each of named.slice(0, mostNamedTasks) as readonly unknown[]) {
    ids.push(typeof each === 'string' ? await fullId(reader, each) : each);
  }
  return { ...receipt, [key]: ids };
}

/** A receipt is foreign input; an epic has far fewer tasks. */
const mostNamedTasks = 5000;

/** What names no task is left as it stands, for the gate to say so. */
async function fullId(reader: Reader, id: string): Promise<string> {
  try {
    return await resolveTask(reader, id);
  } catch (error) {
    if (error instanceof FlowdeckError) return id;
    throw error;
  }
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
