/** A new name for an epic. Its number stays, and old ids keep working. */
import { FlowdeckError } from '../domain/errors.js';
import { compareIds, makeEpicId, parseId } from '../domain/ids.js';
import { listEpicsWaitingFor } from '../store/repositories/dependencies.js';
import { findEpicBody } from '../store/repositories/epics.js';
import { findNamed } from '../store/repositories/identity.js';
import { listTasksNamedAfter } from '../store/repositories/rename.js';
import { listTaskIds } from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import { changeEpic, openEpic } from './epic-change.js';
import type { CommandHandlers } from './handlers.js';
import { checkTitle } from './texts.js';

export const epicRenameCommands: CommandHandlers<'epic.rename'> = {
  async 'epic.rename'(scope, input) {
    const { transaction } = scope;
    const epic = await openEpic(scope, input);
    const title = checkTitle(input.title);
    const parsed = parseId(epic.id);
    // An id of a form that is not ours has no part that a title could make.
    const newId =
      parsed === null || title === epic.title
        ? epic.id
        : makeEpicId({ ...parsed, title, random: () => scope.random() });
    const taken = newId === epic.id ? null : await takenName(transaction, epic.id, newId);
    if (taken !== null) {
      throw new FlowdeckError('epic.exists', `The id ${taken} is taken.`, {
        details: { id: taken },
      });
    }
    const body = await findEpicBody(transaction, epic.id);
    const { id, version } =
      newId === epic.id && title === epic.title
        ? epic
        : await changeEpic(
            scope,
            epic,
            { id: newId, title, body: withHeading(body, epic.id, `${newId} ${title}`) },
            { kind: 'epic_renamed', payload: { from: epic.title, title } },
          );
    return {
      oldId: epic.id,
      newId: id,
      title,
      version,
      commandId: scope.commandId,
      tasks: (await listTaskIds(transaction, id)).sort(compareIds),
      referencedBy: (await listEpicsWaitingFor(transaction, id)).sort(compareIds),
    };
  },
};

/** What stands in the way of a new id; its own old names do not. */
export async function takenName(
  reader: Reader,
  epicId: string,
  newId: string,
): Promise<string | null> {
  const named = await findNamed(reader, newId);
  if (named !== null && named.id !== epicId) return newId;
  const [task] = await listTasksNamedAfter(reader, newId, epicId);
  return task ?? null;
}

/** The text with its first heading renewed, where that names the epic. */
function withHeading(body: string, oldId: string, heading: string): string {
  const [first = ''] = body.split('\n', 1);
  const isOurs = first.startsWith('# ') && first.slice(2).trimStart().split(/\s/, 1)[0] === oldId;
  return isOurs ? `# ${heading}${body.slice(first.length)}` : body;
}
