/** What an action was, in a few words: `finished fn-3.2`, `blocked 4 tasks`. */
import type { EventRow } from './contract/rows.js';
import { shortId } from './ids.js';
import { eventKinds, type EntityKind, type EventKind } from './vocabulary.js';

type Told = Pick<EventRow, 'kind' | 'entityKind' | 'entityId' | 'fields' | 'payload' | 'taskId'>;

/** What an action causes besides what it is. */
const consequences: ReadonlySet<EventKind> = new Set(['task_upstream_failed', 'task_revived']);

const plurals: Readonly<Record<EntityKind, string>> = {
  epic: 'epics',
  task: 'tasks',
  memory: 'memories',
  lock: 'files',
  gap: 'gaps',
  approval: 'approvals',
  source: 'sources',
  configuration: 'settings',
  agent: 'agents',
};

/** @param events all of the action, in their order */
export function actionLabel(events: readonly Told[]): string {
  const [first] = events;
  if (!first) return '';
  const own = events.filter(
    ({ kind, payload }) =>
      !consequences.has(kind) && payload['cause'] === undefined && payload['settled'] !== true,
  );
  const [lead = first] = own;
  const subjects = new Set(
    own.filter(({ entityKind }) => entityKind === lead.entityKind).map(({ entityId }) => entityId),
  );
  const { label } = eventKinds[lead.kind];
  if (subjects.size > 1) return `${label} ${subjects.size} ${plurals[lead.entityKind]}`;
  return sentence(lead, label);
}

/** Whom an action was about, each once. */
export function entitiesOf(
  events: readonly Told[],
): { readonly kind: EntityKind; readonly id: string }[] {
  const entities = new Map(
    events.map(({ entityKind, entityId }) => [
      `${entityKind} ${entityId}`,
      { kind: entityKind, id: entityId },
    ]),
  );
  return [...entities.values()];
}

function sentence(event: Told, label: string): string {
  const name = nameOf(event);
  const text = (key: string): string => {
    const value = event.payload[key];
    return typeof value === 'string' ? value : '';
  };
  if (event.kind.startsWith('dependency_')) {
    return `${name} ${label} ${text('dependency').split(', ').map(shortId).join(', ')}`;
  }
  if (event.kind.includes('phase_')) return `${label} ${text('title') || text('phase')} of ${name}`;
  const edited = event.kind === 'task_updated' || event.kind === 'epic_updated';
  const fields = edited && event.fields.length > 0 ? ` (${event.fields.join(', ')})` : '';
  return `${label} ${name}${fields}`.trim();
}

function nameOf({ entityKind, entityId, payload }: Told): string {
  if (entityKind === 'epic' || entityKind === 'task') return shortId(entityId);
  if (entityKind !== 'memory') return entityId;
  const title = payload['title'];
  return typeof title === 'string' && title !== '' ? `“${title}”` : `#${entityId}`;
}
