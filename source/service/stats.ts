/** Figures for people who plan and for those who pay. */
import { filesOfBody } from '../domain/task-files.js';
import {
  countCompletedTasks,
  countEnds,
  findMeanDuration,
  listRestoreTimes,
} from '../store/repositories/dora.js';
import { listFilesOfEpic } from '../store/repositories/file-ownership.js';
import {
  findEpicDurations,
  listBottlenecks,
  listDomainStats,
  listEpicStats,
  listTokenStats,
  listWeeks,
  summariseProject,
} from '../store/repositories/stats.js';
import { listTokens } from '../store/repositories/tokens.js';
import {
  deleteDaysBefore,
  deleteEventsBefore,
  rebuildMonths,
} from '../store/repositories/upkeep.js';
import { findTaskBody, listTaskIds } from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';
import { resolveEpic, resolveTask } from './identity.js';

const day = 24 * 60 * 60 * 1000;
const eventsKeptDays = 90;
const countsKeptDays = 365;
const secondsPerHour = 3600;

export const statsCommands: CommandHandlers<'stats.rollup' | 'stats.cleanup'> = {
  /** Counts tell nothing new: no event. */
  async 'stats.rollup'({ transaction }) {
    return { monthsUpdated: await rebuildMonths(transaction) };
  },

  async 'stats.cleanup'(scope) {
    const { transaction, now } = scope;
    const time = before(now, eventsKeptDays);
    const events = await deleteEventsBefore(transaction, time);
    // Whole months, so that the months can still be counted anew.
    const firstDay = `${before(now, countsKeptDays).slice(0, 7)}-01`;
    const days = await deleteDaysBefore(transaction, firstDay);
    if (events + days > 0) {
      await appendEvent(scope, {
        kind: 'log_trimmed',
        entityKind: 'configuration',
        entityId: 'events',
        payload: { events, days },
      });
    }
    return { deleted: events + days, events, days, before: time };
  },
};

export const statsQueries: QueryHandlers<
  | 'stats.summary'
  | 'stats.epics'
  | 'stats.weekly'
  | 'stats.tokens'
  | 'stats.bottlenecks'
  | 'stats.dora'
  | 'stats.domains'
  | 'stats.estimate'
  | 'tokens.list'
  | 'files.list'
> = {
  'stats.summary': ({ reader }) => summariseProject(reader),

  async 'stats.epics'({ reader }, { epicId }) {
    return listEpicStats(reader, await optionalEpic(reader, epicId));
  },

  'stats.weekly': ({ reader }, { weeks = 8, now }) =>
    listWeeks(reader, before(now, 7 * weeks).slice(0, 10)),

  async 'stats.tokens'({ reader }, { epicId }) {
    return listTokenStats(reader, await optionalEpic(reader, epicId));
  },

  'stats.bottlenecks': ({ reader }, { limit = 10 }) => listBottlenecks(reader, limit),

  async 'stats.dora'({ reader }, { now }) {
    const month = before(now, 30);
    const lead = await findMeanDuration(reader, month);
    const { completed, failed } = await countEnds(reader, month);
    const restored = await listRestoreTimes(reader, month);
    return {
      leadTimeHours: lead === null ? null : lead / secondsPerHour,
      throughputPerWeek: (await countCompletedTasks(reader, before(now, 28))) / 4,
      changeFailureRate: failed === 0 ? 0 : failed / (completed + failed),
      timeToRestoreHours:
        restored.length === 0
          ? null
          : restored.reduce((sum, seconds) => sum + seconds, 0) / restored.length / secondsPerHour,
    };
  },

  'stats.domains': ({ reader }) => listDomainStats(reader),

  async 'stats.estimate'({ reader }, input) {
    const epicId = await resolveEpic(reader, input.epicId);
    const { total, measured, incomplete, mean } = await findEpicDurations(reader, epicId);
    const avgDurationSecs = Math.floor(mean ?? 0);
    return {
      epicId,
      totalTasks: total,
      doneTasks: measured,
      incompleteTasks: incomplete,
      avgDurationSecs,
      estimatedRemainingSecs: avgDurationSecs * incomplete,
    };
  },

  async 'tokens.list'({ reader }, { epicId, taskId, limit = 200 }) {
    return listTokens(reader, {
      epicId: await optionalEpic(reader, epicId),
      taskId: taskId === undefined ? null : await resolveTask(reader, taskId),
      limit,
    });
  },

  async 'files.list'({ reader }, input) {
    const epicId = await resolveEpic(reader, input.epicId);
    const recorded = await listFilesOfEpic(reader, epicId);
    const known = new Set(recorded.map(({ taskId }) => taskId));
    const told = [];
    for (const taskId of await listTaskIds(reader, epicId)) {
      if (known.has(taskId)) continue;
      const paths = filesOfBody(await findTaskBody(reader, taskId));
      told.push(...paths.map((path) => ({ path, taskId })));
    }
    return [...recorded, ...told];
  },
};

async function optionalEpic(reader: Reader, epicId: string | undefined): Promise<string | null> {
  return epicId === undefined ? null : resolveEpic(reader, epicId);
}

function before(now: string, days: number): string {
  return new Date(Date.parse(now) - days * day).toISOString();
}
