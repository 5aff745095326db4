/** What is open stays open under the id that it has after a rename. */
import type { StoreClient } from '../../domain/contract/store-client.js';
import { FlowdeckError } from '../../domain/errors.js';
import type { DetailTarget } from './cockpit-state.js';

/** The same target under its present ids; null where what it shows is gone. */
export async function currentTarget(
  query: StoreClient['query'],
  target: DetailTarget,
): Promise<DetailTarget | null> {
  try {
    const { id } = await query('id.resolve', { id: target.id });
    const epicId = target.epicId && (await query('id.resolve', { id: target.epicId })).id;
    return id === target.id && epicId === target.epicId ? target : { ...target, id, epicId };
  } catch (error) {
    if (error instanceof FlowdeckError && /not_found$/.test(error.code)) return null;
    throw error;
  }
}
