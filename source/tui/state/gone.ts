import { actorText, kindOf } from '../panes/event-text.js';
import type { ProjectData } from './project-data.js';

/** That something is not there any more, and who did what last to it as far as that is known. */
export function goneText(id: string, data: ProjectData | null): string {
  const last = data?.events.find(({ entityId }) => entityId === id);
  if (!last) return `${id} is not there any more.`;
  return `${id} is not there any more: ${actorText(last)} ${kindOf(last).label} it.`;
}
