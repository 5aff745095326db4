import { buildGraph } from '../../domain/graph.js';
import {
  listDependents,
  listDependentsClosure,
  type DependencyEdge,
} from '../../store/repositories/dependencies.js';
import { deleteDefinition, setVersion } from '../../store/repositories/fields.js';
import { findNamed } from '../../store/repositories/identity.js';
import {
  findTaskOrigin,
  insertTask,
  listChildren,
  taskFields,
} from '../../store/repositories/tasks.js';
import { hasTokens } from '../../store/repositories/tokens.js';
import type { Reader } from '../../store/types.js';
import { readTaskFields, writeTaskFields, type TaskPatch } from '../task-fields.js';
import type { EntityStore } from './entity.js';

export const taskStore: EntityStore = {
  read: (reader, { entityId }, names) => readTaskFields(reader, entityId, names),

  async current(reader, fields) {
    const { epicId, parentId, dependencies } = fields as TaskPatch;
    return {
      ...fields,
      ...(epicId && { epicId: await currentId(reader, epicId) }),
      ...(parentId && { parentId: await currentId(reader, parentId) }),
      ...(dependencies && {
        dependencies: await Promise.all(
          dependencies.map(async ({ id, kind }) => ({ id: await currentId(reader, id), kind })),
        ),
      }),
    };
  },

  async obstacle(reader, { entityId }, fields) {
    const { epicId, parentId, dependencies = [] } = fields as TaskPatch;
    for (const id of [epicId, parentId, ...dependencies.map((edge) => edge.id)]) {
      if (id && (await findNamed(reader, id)) === null) return `${id} is gone`;
    }
    return cycleThrough(reader, entityId, dependencies);
  },

  write: (transaction, { entityId }, fields, now) =>
    writeTaskFields(transaction, entityId, fields, now),

  async attachment(reader, { entityId }) {
    const [dependent] = await listDependents(reader, entityId);
    if (dependent) return `${dependent.id} refers to it`;
    const [child] = await listChildren(reader, entityId);
    if (child !== undefined) return `${child} belongs to it`;
    if (await hasTokens(reader, 'task', entityId)) return 'tokens were spent on it';
    return (await findTaskOrigin(reader, entityId)) === null ? null : 'a file holds it too';
  },

  remove: (transaction, { entityId }) => deleteDefinition(transaction, 'tasks', entityId),

  async insert(transaction, { entityId }, fields, { version, now }) {
    const { createdAt, ...rest } = fields;
    const definition = Object.entries(rest).filter(([name]) => name in taskFields);
    await insertTask(transaction, {
      id: entityId,
      createdAt: typeof createdAt === 'string' ? createdAt : now,
      ...Object.fromEntries(definition),
    });
    await writeTaskFields(transaction, entityId, rest, now);
    await setVersion(transaction, 'tasks', entityId, version + 1);
    return version + 1;
  },
};

/** The id that an entity has now, after renames. */
export async function currentId(reader: Reader, id: string): Promise<string> {
  return (await findNamed(reader, id))?.id ?? id;
}

/** Orders that others gave since may close a cycle with one that is put back. */
async function cycleThrough(
  reader: Reader,
  id: string,
  dependencies: readonly DependencyEdge[],
): Promise<string | null> {
  const targets = dependencies.filter(({ kind }) => kind === 'blocks');
  if (targets.length === 0) return null;
  const graph = buildGraph(await listDependentsClosure(reader, [id]));
  for (const target of targets) {
    const cycle = graph.findCycleWith(id, target.id);
    if (cycle) return `that would close the cycle ${cycle.join(' → ')}`;
  }
  return null;
}
