import { buildGraph } from '../../domain/graph.js';
import { listEpicEdges, listEpicsWaitingFor } from '../../store/repositories/dependencies.js';
import { epicFields, findEpicOrigin, insertEpic } from '../../store/repositories/epics.js';
import { deleteDefinition, setVersion } from '../../store/repositories/fields.js';
import { findNamed } from '../../store/repositories/identity.js';
import { listTaskIds } from '../../store/repositories/tasks.js';
import { hasTokens } from '../../store/repositories/tokens.js';
import { readEpicFields, writeEpicFields, type EpicPatch } from '../epic-fields.js';
import { takenName } from '../epic-rename.js';
import type { EntityStore } from './entity.js';
import { currentId } from './task-store.js';

export const epicStore: EntityStore = {
  read: (reader, { entityId }, names) => readEpicFields(reader, entityId, names),

  async current(reader, fields) {
    const { dependencies } = fields as EpicPatch;
    if (!dependencies) return fields;
    return {
      ...fields,
      dependencies: await Promise.all(dependencies.map((id) => currentId(reader, id))),
    };
  },

  async obstacle(reader, { entityId }, fields) {
    const { id, dependencies = [] } = fields as EpicPatch;
    const taken = id === undefined ? null : await takenName(reader, entityId, id);
    if (taken !== null) return `the id ${taken} is taken`;
    if (dependencies.length === 0) return null;
    const graph = buildGraph(await listEpicEdges(reader));
    for (const target of dependencies) {
      if ((await findNamed(reader, target)) === null) return `${target} is gone`;
      const cycle = graph.findCycleWith(entityId, target);
      if (cycle) return `that would close the cycle ${cycle.join(' → ')}`;
    }
    return null;
  },

  write: (transaction, { entityId }, fields, now) =>
    writeEpicFields(transaction, entityId, fields, now),

  async attachment(reader, { entityId }) {
    const [task] = await listTaskIds(reader, entityId);
    if (task !== undefined) return `${task} belongs to it`;
    const [waiting] = await listEpicsWaitingFor(reader, entityId);
    if (waiting !== undefined) return `${waiting} waits for it`;
    if (await hasTokens(reader, 'epic', entityId)) return 'tokens were spent on it';
    return (await findEpicOrigin(reader, entityId)) === null ? null : 'a file holds it too';
  },

  remove: (transaction, { entityId }) => deleteDefinition(transaction, 'epics', entityId),

  async insert(transaction, { entityId }, fields, { version, now }) {
    const { createdAt, ...rest } = fields;
    const definition = Object.entries(rest).filter(([name]) => name in epicFields);
    await insertEpic(transaction, {
      id: entityId,
      createdAt: typeof createdAt === 'string' ? createdAt : now,
      ...Object.fromEntries(definition),
    });
    await writeEpicFields(transaction, entityId, rest, now);
    await setVersion(transaction, 'epics', entityId, version + 1);
    return version + 1;
  },
};
