/** What the ids on a command line name. */
import { FlowdeckError } from '../domain/errors.js';
import type { Opened } from './project.js';

export type Service = Opened['service'];

/** The full id of the epic a flag names; undefined stays so. */
export async function resolveEpic(service: Service, id: string): Promise<string>;
export async function resolveEpic(
  service: Service,
  id: string | undefined,
): Promise<string | undefined>;
export async function resolveEpic(
  service: Service,
  id: string | undefined,
): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const found = await service.query('id.resolve', { id });
  if (found.kind === 'epic') return found.id;
  throw new FlowdeckError('id.invalid', `${found.id} is a task; an epic is needed here.`);
}
