/** The tools by which agents tell each other and the people what they are doing. */
import { z } from 'zod';
import { lockModes, type LockMode } from '../../../domain/vocabulary.js';
import { tool, type ToolTable } from '../definition.js';
import { epic, given, task } from './inputs.js';

export interface HeartbeatJson {
  readonly task: string;
  readonly last_beat: string;
}

export interface RecordedJson {
  readonly id: number;
}

export interface LockedJson {
  readonly task: string;
  readonly mode: LockMode;
  readonly locked: readonly string[];
  /** What others hold: leave these files alone. */
  readonly already_locked: readonly { readonly path: string; readonly owner: string }[];
}

export interface UnlockedJson {
  readonly released: readonly string[];
}

interface ShareAnswers {
  readonly heartbeat: HeartbeatJson;
  readonly log_note: RecordedJson;
  readonly record_tokens: RecordedJson;
  readonly lock: LockedJson;
  readonly unlock: UnlockedJson;
}

const count = z.number().int().min(0);
const paths = z
  .array(z.string().min(1))
  .min(1)
  .describe("Files or directories, relative to the project's root");

export const shareTools: ToolTable<ShareAnswers> = {
  heartbeat: tool({
    title: 'Sign of life',
    description: 'Say that you are still at work on a task; every minute is often enough.',
    input: z.strictObject({ task_id: task }),
    repeatable: true,
    async run({ task_id: taskId }, { command }) {
      // This process lives as long as the agent's session does.
      const beat = await command('heartbeat.record', { taskId, workerPid: process.pid });
      return { task: beat.taskId, last_beat: beat.lastBeat };
    },
  }),
  log_note: tool({
    title: 'Log a note',
    description: 'Write a line into the log that the people at the cockpit watch.',
    input: z.strictObject({
      text: z.string().min(1),
      task_id: task.optional(),
      epic_id: epic.optional(),
    }),
    run: ({ text, task_id: taskId, epic_id: epicId }, { command }) =>
      command('note.log', { text, ...given({ taskId, epicId }) }),
  }),
  record_tokens: tool({
    title: 'Record tokens',
    description: 'Record the tokens that work on a task or an epic has cost.',
    input: z.strictObject({
      task_id: task.optional(),
      epic_id: epic.optional(),
      phase: z.string().optional(),
      model: z.string().optional(),
      input_tokens: count,
      output_tokens: count,
      cache_read: count.optional(),
      cache_write: count.optional(),
      cost_usd: z.number().min(0).optional(),
    }),
    run: (input, { command }) =>
      command('tokens.record', {
        inputTokens: input.input_tokens,
        outputTokens: input.output_tokens,
        ...given({
          taskId: input.task_id,
          epicId: input.epic_id,
          phase: input.phase,
          model: input.model,
          cacheRead: input.cache_read,
          cacheWrite: input.cache_write,
          costUsd: input.cost_usd,
        }),
      }),
  }),
  lock: tool({
    title: 'Lock files',
    description:
      'Lock files before you change them. What others hold is told, and does not fail. The locks end with the task, with this session, or after their time.',
    input: z.strictObject({
      task_id: task,
      paths,
      mode: z
        .enum(lockModes)
        .optional()
        .describe('write unless given; read may be shared; directory_add adds files only'),
      time_to_live_seconds: z.number().int().min(1).optional().describe('2700 unless given'),
    }),
    repeatable: true,
    async run({ task_id: taskId, paths: wanted, mode, time_to_live_seconds: seconds }, call) {
      const { locked, alreadyLocked, ...result } = await call.command('lock.acquire', {
        taskId,
        paths: wanted,
        holderPid: process.pid,
        ...given({ mode, timeToLiveSeconds: seconds }),
      });
      return {
        task: result.taskId,
        mode: mode ?? 'write',
        locked,
        already_locked: alreadyLocked.map(({ path, owner }) => ({ path, owner })),
      };
    },
  }),
  unlock: tool({
    title: 'Unlock files',
    description: 'Give files back that a task holds: the named ones, or all.',
    input: z.strictObject({ task_id: task, paths: paths.optional() }),
    repeatable: true,
    async run({ task_id: taskId, paths: wanted }, { command }) {
      const { released } = await command('lock.release', { taskId, ...given({ paths: wanted }) });
      return { released };
    },
  }),
};
