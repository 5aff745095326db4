/** Gaps: noticed while an epic is worked on or reviewed, resolved with evidence, in the way of closing it. */
import type { GapRow } from '../domain/contract/coordination-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { gapKey } from '../domain/gaps.js';
import { quoted } from '../domain/quote.js';
import { gapPriorities } from '../domain/vocabulary.js';
import { nearestIds } from '../search/nearest-ids.js';
import { listGaps, writeGap } from '../store/repositories/gaps.js';
import type { Reader } from '../store/types.js';
import type { CommandScope } from './context.js';
import { differences } from './differences.js';
import { appendEvent } from './events.js';
import { gapId } from './gap-id.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';
import { resolveEpic, resolveTask } from './identity.js';
import { missing, notFound } from './not-found.js';

export const gapCommands: CommandHandlers<'gap.add' | 'gap.resolve'> = {
  async 'gap.add'(scope, input) {
    const { transaction } = scope;
    const capability = input.capability.trim();
    if (capability === '') throw new FlowdeckError('gap.empty', 'A gap needs words.');
    const priority = input.priority ?? 'required';
    if (!gapPriorities.includes(priority)) {
      throw new FlowdeckError(
        'usage.invalid',
        `The priority of a gap is one of ${gapPriorities.join(', ')}, not ${priority as string}.`,
      );
    }
    const epicId = await resolveEpic(transaction, input.epicId);
    const taskId = input.taskId === undefined ? null : await resolveTask(transaction, input.taskId);
    const capabilityKey = gapKey(capability);
    const [known] = await listGaps(transaction, { epicId, capabilityKey });
    if (known?.status === 'open') return { gap: known, created: false, reopened: false };
    if (known) {
      const gap = { ...known, status: 'open', evidence: null, resolvedAt: null } as const;
      await changeGap(scope, known, gap, 'gap_added', { reopened: true });
      return { gap, created: false, reopened: true };
    }
    const gap: GapRow = {
      id: await freeGapId(transaction, epicId, capability),
      epicId,
      taskId,
      capability,
      priority,
      status: 'open',
      source: input.source?.trim() || 'manual',
      evidence: null,
      addedAt: scope.now,
      resolvedAt: null,
    };
    await changeGap(scope, null, gap, 'gap_added');
    return { gap, created: true, reopened: false };
  },

  async 'gap.resolve'(scope, input) {
    const known = await findGap(scope.transaction, input);
    if (known.status === 'resolved') return { gap: known, changed: false };
    const gap: GapRow = {
      ...known,
      status: 'resolved',
      evidence: input.evidence?.trim() || null,
      resolvedAt: scope.now,
    };
    await changeGap(scope, known, gap, 'gap_resolved', { reason: gap.evidence ?? undefined });
    return { gap, changed: true };
  },
};

export const gapQueries: QueryHandlers<'gaps.list'> = {
  async 'gaps.list'({ reader }, input) {
    const { epicId, status } = input;
    return listGaps(reader, {
      ...(epicId !== undefined && { epicId: await resolveEpic(reader, epicId) }),
      ...(status !== undefined && { status }),
    });
  },
};

async function findGap(
  reader: Reader,
  input: { readonly epicId?: string; readonly id?: string; readonly capability?: string },
): Promise<GapRow> {
  const { id, capability } = input;
  if (id === undefined && (capability === undefined || input.epicId === undefined)) {
    throw new FlowdeckError(
      'usage.invalid',
      'A gap is named by its id, or by its epic and its capability.',
    );
  }
  const epicId = input.epicId === undefined ? null : await resolveEpic(reader, input.epicId);
  const [gap] = await listGaps(reader, {
    ...(epicId !== null && { epicId }),
    ...(id !== undefined ? { id: id.trim() } : { capabilityKey: gapKey(capability ?? '') }),
  });
  if (gap) return gap;
  if (id !== undefined) throw await notFound(reader, 'gap', id);
  const known = (await listGaps(reader, { epicId: epicId ?? '' })).map((each) => each.capability);
  const text = capability ?? '';
  const sentence = `There is no gap ${quoted(text)} in ${epicId ?? ''}`;
  throw missing('gap.not_found', sentence, text, nearestIds(text, known));
}

/** Two capabilities may share eight digits, and a renamed epic keeps the ids of its gaps. */
export async function freeGapId(
  reader: Reader,
  epicId: string,
  capability: string,
  wanted: string | null = null,
): Promise<string> {
  let id = wanted ?? gapId(epicId, capability);
  for (let attempt = 0; (await listGaps(reader, { id })).length > 0; attempt += 1) {
    id = gapId(epicId, attempt === 0 ? capability : `${capability}#${attempt}`);
  }
  return id;
}

/** Of a new gap all there is of it, what tells its epic and task apart; of a known one what differs. */
function changeOf(known: GapRow | null, gap: GapRow) {
  if (known === null) return { after: { ...valuesOf(gap), capabilityKey: gapKey(gap.capability) } };
  const [before, after] = differences(valuesOf(known), valuesOf(gap));
  return { before, after };
}

function valuesOf(gap: GapRow): Readonly<Record<string, unknown>> {
  const { capability, priority, status, source, evidence, addedAt, resolvedAt } = gap;
  return { capability, priority, status, source, evidence, addedAt, resolvedAt };
}

async function changeGap(
  scope: CommandScope,
  before: GapRow | null,
  after: GapRow,
  kind: 'gap_added' | 'gap_resolved',
  payload: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await writeGap(scope.transaction, { ...after, capabilityKey: gapKey(after.capability) });
  await appendEvent(scope, {
    kind,
    entityKind: 'gap',
    entityId: after.id,
    epicId: after.epicId,
    taskId: after.taskId,
    ...changeOf(before, after),
    payload: { title: after.capability, priority: after.priority, ...payload },
  });
}
