/** What is known of one epic beside its tasks: layers, files, time that is left, its branch. */
import { FlowdeckError, messageOf } from '../domain/errors.js';
import { formatDuration } from '../domain/format.js';
import { branchChanges } from '../platform/git-log.js';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import { linesOf } from './output.js';
import { layers } from './status.js';
import { plural } from './text.js';

export const dag = (async ({ project, invocation }) => {
  const { service } = await project.open();
  return layers(service, await resolveEpic(service, invocation.requiredArgument('EPIC')));
}) satisfies CommandBody;

export const files = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const epicId = await resolveEpic(service, invocation.argumentOrFlag('EPIC', 'epic'));
  const claims = await service.query('files.list', { epicId });
  const ownership: Record<string, string[]> = {};
  for (const { path, taskId } of claims) (ownership[path] ??= []).push(taskId);
  const entries = Object.entries(ownership).sort(([left], [right]) => (left < right ? -1 : 1));
  const conflicts = entries.filter(([, tasks]) => tasks.length > 1);
  return {
    json: {
      epic: epicId,
      ownership: Object.fromEntries(entries),
      conflicts: Object.fromEntries(conflicts),
      file_count: entries.length,
      conflict_count: conflicts.length,
    },
    text: () =>
      entries.length === 0
        ? ['No task of it names a file.']
        : [
            ...entries.map(([file, tasks]) => `${file}: ${tasks.join(', ')}`),
            `${plural(entries.length, 'file')}, ${conflicts.length} named by several tasks`,
          ],
  };
}) satisfies CommandBody;

export const estimate = (async ({ project, invocation }) => {
  const { service } = await project.open();
  const epicId = invocation.argumentOrFlag('EPIC', 'epic');
  const found = await service.query('stats.estimate', { epicId });
  return {
    json: {
      epic: found.epicId,
      total_tasks: found.totalTasks,
      done_tasks: found.doneTasks,
      incomplete_tasks: found.incompleteTasks,
      avg_duration_secs: found.avgDurationSecs,
      estimated_remaining_secs: found.estimatedRemainingSecs,
    },
    text: () =>
      found.doneTasks === 0
        ? [`${found.epicId}: no finished task tells how long one takes.`]
        : [
            `${found.epicId}: about ${formatDuration(found.estimatedRemainingSecs)} left`,
            `  ${plural(found.incompleteTasks, 'task')} of ${formatDuration(found.avgDurationSecs)} each, ` +
              `as ${plural(found.doneTasks, 'finished task')} took`,
          ],
  };
}) satisfies CommandBody;

/** What lies on an epic's branch and not on the main one. */
export const diff = (async ({ project, invocation, io }) => {
  const { service } = await project.open();
  const id = await resolveEpic(service, invocation.requiredArgument('EPIC'));
  const { row } = await service.query('epic.detail', { id });
  const branch = row.branchName ?? id;
  const { root } = await project.location();
  const place = { directory: root, environment: io.environment };
  const changes = await branchChanges(place, branch).catch((error: unknown) => {
    throw new FlowdeckError('git.failed', `${messageOf(error)}.`, { cause: error });
  });
  const { main, baseRevision, log, stat } = changes;
  return {
    json: { epic: id, branch, base_ref: baseRevision, log, diff_stat: stat },
    text: () => [
      `${branch} since it left ${main} at ${baseRevision.slice(0, 7)}`,
      ...(log === '' ? ['No commits.'] : [...linesOf(log), ...linesOf(stat)]),
    ],
  };
}) satisfies CommandBody;
