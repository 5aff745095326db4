/** What is told about an id that names nothing, or something of another kind than is needed. */
import { FlowdeckError, type ErrorCode } from '../domain/errors.js';
import { quoted } from '../domain/quote.js';
import { nearestIds } from '../search/nearest-ids.js';
import { findApproval, listApprovals } from '../store/repositories/approvals.js';
import { listGaps } from '../store/repositories/gaps.js';
import { listAllIds } from '../store/repositories/identity.js';
import type { Reader } from '../store/types.js';
import { findId } from './short-ids.js';

const nouns = {
  epic: 'an epic',
  task: 'a task',
  gap: 'a gap',
  approval: 'an approval',
  memory: 'a memory entry',
  action: 'an action',
} as const;
export type IdKind = keyof typeof nouns;

/** @param options `near`: the existing ids most like it, found by their looks without it; `code`: another than the kind's */
export async function notFound(
  reader: Reader,
  kind: IdKind,
  text: string,
  { near, code }: { readonly near?: readonly string[]; readonly code?: ErrorCode } = {},
): Promise<FlowdeckError> {
  const id = text.trim();
  if (id === '') return new FlowdeckError('id.invalid', `The id of ${nouns[kind]} is empty.`);
  const other = await otherKind(reader, id);
  if (other !== null && other.kind !== kind) return wrongKind(other, kind);
  const noun = nouns[kind].replace(/^an? /, '');
  const nearest = near ?? nearestIds(id, await knownIds(reader, kind));
  const own = kind === 'action' ? 'undo.nothing' : (`${kind}.not_found` as const);
  return missing(code ?? own, `There is no ${noun} ${quoted(id)}`, id, nearest);
}

/** @param sentence without its full stop */
export function missing(
  code: ErrorCode,
  sentence: string,
  id: string,
  near: readonly string[],
): FlowdeckError {
  const named = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  return new FlowdeckError(code, `${sentence}.${named}`, { details: { id, nearest: near } });
}

export function wrongKind(
  named: { readonly kind: IdKind; readonly id: string },
  wanted: IdKind,
): FlowdeckError {
  return new FlowdeckError(
    'id.invalid',
    `${named.id} is ${nouns[named.kind]}; ${nouns[wanted]} is needed here.`,
    { details: { id: named.id, kind: named.kind, wanted } },
  );
}

/** Entries of the memory are numbers and paths, which are no ids of anything else. */
async function otherKind(
  reader: Reader,
  id: string,
): Promise<{ readonly kind: IdKind; readonly id: string } | null> {
  const named = await findId(reader, id);
  if (named) return named;
  const approval = await findApproval(reader, id);
  if (approval) return { kind: 'approval', id: approval.id };
  const [gap] = await listGaps(reader, { id });
  return gap ? { kind: 'gap', id: gap.id } : null;
}

async function knownIds(reader: Reader, kind: IdKind): Promise<readonly string[]> {
  switch (kind) {
    case 'epic':
    case 'task':
      return listAllIds(reader, kind);
    case 'gap':
      return (await listGaps(reader, {})).map(({ id }) => id);
    case 'approval':
      return (await listApprovals(reader, {})).map(({ id }) => id);
    case 'memory':
    case 'action':
      return [];
  }
}
