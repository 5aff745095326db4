/** What an export writes: everything that files say of epics and tasks, and which files say it. */
import type { ExportedEpic, ExportedTask } from '../domain/contract/recovery-calls.js';
import { compareIds } from '../domain/ids.js';
import { listAllIds } from '../store/repositories/identity.js';
import { findSource, listFiles } from '../store/repositories/import.js';
import { listGaps } from '../store/repositories/gaps.js';
import { listVanishedIds } from '../store/repositories/health.js';
import type { QueryHandlers } from './handlers.js';
import { sourceKind } from './import/plan.js';
import { readEpicRecord, readTaskRecord } from './records-of-entities.js';

export const exportQueries: QueryHandlers<'export.read'> = {
  async 'export.read'({ reader }) {
    const source = await findSource(reader, sourceKind);
    const files = new Map<string, string[]>();
    for (const { path, kind, id } of source ? await listFiles(reader, source.id) : []) {
      const key = `${kind} ${id}`;
      files.set(key, [...(files.get(key) ?? []), path]);
    }
    const vanished = await listVanishedIds(reader);
    const epics: ExportedEpic[] = [];
    for (const id of await listAllIds(reader, 'epic')) {
      const fields = await readEpicRecord(reader, id);
      if (fields === null || fields['placeholder'] === true) continue;
      epics.push({
        ...{ id, fields, files: files.get(`epic ${id}`) ?? [], vanished: vanished.has(id) },
        gaps: await listGaps(reader, { epicId: id }),
      });
    }
    const known = new Set(epics.map(({ id }) => id));
    const tasks: ExportedTask[] = [];
    for (const id of await listAllIds(reader, 'task')) {
      const fields = await readTaskRecord(reader, id);
      // A task of an epic that is not written has no place in the files.
      if (fields === null || !known.has(String(fields['epicId']))) continue;
      const evidence = fields['evidence'] as ExportedTask['evidence'];
      tasks.push({
        ...{ id, fields, evidence, files: files.get(`task ${id}`) ?? [] },
        vanished: vanished.has(id),
      });
    }
    const byId = (left: { id: string }, right: { id: string }): number =>
      compareIds(left.id, right.id);
    return { epics: epics.sort(byId), tasks: tasks.sort(byId) };
  },
};
