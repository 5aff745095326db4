/** What the ids on a command line name. */
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
  return id === undefined ? undefined : resolveKind(service, id, 'epic');
}

/** The full id of the task a flag names. */
export async function resolveTask(service: Service, id: string): Promise<string> {
  return resolveKind(service, id, 'task');
}

async function resolveKind(service: Service, id: string, wanted: 'epic' | 'task'): Promise<string> {
  return (await service.query('id.resolve', { id, wanted })).id;
}
