/** Messages to agents, and what agents note of their own. */
import type { MessageRow } from '../domain/contract/coordination-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { insertMessage, listMessages, takeMessages } from '../store/repositories/messages.js';
import { listHeldTaskIds } from '../store/repositories/agents.js';
import type { CommandScope } from './context.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';
import { resolveEpic, resolveTask } from './identity.js';
import { openTask } from './task-change.js';

export const messageCommands: CommandHandlers<'message.send' | 'message.receive' | 'note.log'> = {
  async 'message.send'(scope, input) {
    const text = textOf(input.text);
    const to = input.to?.trim() || null;
    const task = input.taskId === undefined ? null : await openTask(scope, { id: input.taskId });
    if (to === null && task === null) {
      throw new FlowdeckError('message.no_addressee', 'A message needs somebody to read it.');
    }
    const id = await appendEvent(scope, {
      kind: 'message_sent',
      ...(to === null
        ? { entityKind: 'task', entityId: task?.id ?? '' }
        : { entityKind: 'agent', entityId: to }),
      epicId: task?.epicId ?? null,
      taskId: task?.id ?? null,
      payload: { to: to ?? undefined, message: text },
    });
    await insertMessage(scope.transaction, {
      id,
      at: scope.now,
      from: scope.actor,
      to,
      taskId: task?.id ?? null,
      text,
    });
    return { id };
  },

  async 'message.receive'(scope, input) {
    const named =
      input.taskId === undefined ? [] : [await resolveTask(scope.transaction, input.taskId)];
    const held = await listHeldTaskIds(scope.transaction, scope.actor);
    return { messages: await receiveMessages(scope, [...named, ...held]) };
  },

  async 'note.log'(scope, input) {
    const text = textOf(input.text);
    const task = input.taskId === undefined ? null : await openTask(scope, { id: input.taskId });
    const epicId =
      input.epicId === undefined
        ? (task?.epicId ?? null)
        : await resolveEpic(scope.transaction, input.epicId);
    const id = await appendEvent(scope, {
      kind: 'note_logged',
      ...noteSubject(task?.id ?? null, epicId, scope.actor),
      epicId,
      taskId: task?.id ?? null,
      payload: { note: text },
    });
    return { id };
  },
};

export const messageQueries: QueryHandlers<'messages.list'> = {
  async 'messages.list'({ reader }, input) {
    const { taskId, ...rest } = input;
    return listMessages(reader, {
      ...rest,
      ...(taskId !== undefined && { taskId: await resolveTask(reader, taskId) }),
    });
  },
};

/** Hands over what waits for the one who acts, or for whoever works on these tasks. It is no change of the project. */
export async function receiveMessages(
  scope: CommandScope,
  taskIds: readonly string[],
): Promise<MessageRow[]> {
  return takeMessages(scope.transaction, { actor: scope.actor, taskIds }, scope.now);
}

function noteSubject(taskId: string | null, epicId: string | null, actor: string) {
  if (taskId !== null) return { entityKind: 'task', entityId: taskId } as const;
  if (epicId !== null) return { entityKind: 'epic', entityId: epicId } as const;
  return { entityKind: 'agent', entityId: actor } as const;
}

function textOf(given: string): string {
  const text = given.trim();
  if (text === '') throw new FlowdeckError('message.empty', 'There is no text.');
  return text;
}
