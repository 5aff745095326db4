/** Signs of life and tokens spent: recorded without an event, read by time and by id. */
import { FlowdeckError } from '../domain/errors.js';
import { extendLocks } from '../store/repositories/file-locks.js';
import { recordHeartbeat } from '../store/repositories/heartbeats.js';
import { insertTokens } from '../store/repositories/tokens.js';
import type { CommandHandlers } from './handlers.js';
import { resolveEpic } from './identity.js';
import { receiveMessages } from './messages.js';
import { openTask } from './task-change.js';

export const records: CommandHandlers<'heartbeat.record' | 'tokens.record'> = {
  async 'heartbeat.record'(scope, input) {
    const task = await openTask(scope, { id: input.taskId });
    const lastBeat = await recordHeartbeat(scope.transaction, {
      taskId: task.id,
      workerPid: input.workerPid ?? null,
      actor: scope.actor,
      sessionId: scope.sessionId,
      now: scope.now,
    });
    await extendLocks(scope.transaction, task.id, scope.now);
    return { taskId: task.id, lastBeat, messages: await receiveMessages(scope, [task.id]) };
  },

  async 'tokens.record'(scope, input) {
    const task = input.taskId === undefined ? null : await openTask(scope, { id: input.taskId });
    const epicId =
      input.epicId === undefined
        ? (task?.epicId ?? null)
        : await resolveEpic(scope.transaction, input.epicId);
    const id = await insertTokens(scope.transaction, {
      timestamp: scope.now,
      epicId,
      taskId: task?.id ?? null,
      phase: input.phase ?? null,
      model: input.model ?? null,
      inputTokens: count('inputTokens', input.inputTokens),
      outputTokens: count('outputTokens', input.outputTokens),
      cacheRead: count('cacheRead', input.cacheRead ?? 0),
      cacheWrite: count('cacheWrite', input.cacheWrite ?? 0),
      costUsd: input.costUsd === undefined ? null : cost(input.costUsd),
    });
    return { id };
  },
};

function count(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new FlowdeckError('usage.invalid', `${name} must be a whole number, not ${value}.`);
}

function cost(value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new FlowdeckError('usage.invalid', `The cost must be a number of dollars, not ${value}.`);
}
