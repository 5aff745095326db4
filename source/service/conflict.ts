/** What to say to a caller who has seen an older version: who changed which fields since. */
import { FlowdeckError } from '../domain/errors.js';
import { listEventsAfterVersion } from '../store/repositories/events.js';
import type { Reader } from '../store/types.js';

export async function versionConflict(
  reader: Reader,
  kind: 'epic' | 'task',
  entity: { readonly id: string; readonly version: number },
  expected: number,
  versionedFields: ReadonlySet<string>,
): Promise<FlowdeckError> {
  const later = await listEventsAfterVersion(reader, kind, entity.id, expected);
  const changes = later
    .filter(({ fields }) => fields.some((field) => versionedFields.has(field)))
    .map(({ id, actor, kind: eventKind, fields, timestamp }) => ({
      event: id,
      actor,
      kind: eventKind,
      fields,
      timestamp,
    }));
  const actors = [...new Set(changes.map((change) => change.actor ?? 'somebody'))];
  const fields = [...new Set(changes.flatMap((change) => change.fields))];
  const who = actors.join(' and ') || 'an import';
  const what = fields.length > 0 ? ` (${fields.join(', ')})` : '';
  return new FlowdeckError(
    'store.conflict',
    `${entity.id} was changed by ${who}${what}: it is at version ${entity.version}, not ${expected}.`,
    { details: { id: entity.id, expected, version: entity.version, changes } },
  );
}
