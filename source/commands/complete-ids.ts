/** The ids that a value may be, from the database as it is. */
import { sanitise } from '../platform/sanitise.js';
import type { Candidate } from './complete.js';
import type { IdKind } from './definition.js';
import type { Service } from './ids.js';

export interface Peeked {
  readonly service: Service;
  readonly databasePath: string;
}

/** The database, where there is one. */
export type Peek = () => Promise<Peeked | null>;

export async function idsOf(kinds: readonly IdKind[], peek: Peek): Promise<readonly Candidate[]> {
  const peeked = kinds.length === 0 ? null : await peek();
  if (peeked === null) return [];
  const found: Candidate[] = [];
  for (const kind of kinds) found.push(...(await finders[kind](peeked)));
  return found.map(({ word, about }) => ({ word, about: sanitise(about) }));
}

const finders: Readonly<Record<IdKind, (peeked: Peeked) => Promise<readonly Candidate[]>>> = {
  epic: async ({ service }) => (await service.query('epics.list', {})).map(titled),
  task: async ({ service }) => (await service.query('tasks.list', {})).map(titled),
  memory: async ({ service }) => (await service.query('memory.entries', {})).map(titled),
  gap: async ({ service }) =>
    (await service.query('gaps.list', { status: 'open' })).map(({ id, capability }) => ({
      word: id,
      about: capability,
    })),
  approval: async ({ service }) =>
    (await service.query('approvals.list', {})).map(({ id, question, status }) => ({
      word: id,
      about: `${status}: ${question}`,
    })),
  action: async ({ service }) =>
    (await service.query('history.list', {})).map(({ commandId, label }) => ({
      word: commandId,
      about: label,
    })),
  async checkpoint({ databasePath }) {
    const { checkpointIds } = await import('../sources/checkpoints.js');
    return checkpointIds(databasePath).map((word) => ({ word, about: '' }));
  },
};

function titled({
  id,
  title,
}: {
  readonly id: string | number;
  readonly title: string;
}): Candidate {
  return { word: String(id), about: title };
}
