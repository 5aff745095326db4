/** The commands that put tasks back to their beginning. */
import type { CommandBody } from './definition.js';
import { plural } from './text.js';

export const reset: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const result = await service.command('task.reset', {
    id: invocation.requiredArgument('TASK'),
    cascade: invocation.switch('cascade'),
    ...(invocation.switch('force') && { force: true }),
  });
  const message =
    result.reset.length === 0
      ? `Task ${result.id} is at its beginning already`
      : `Reset ${plural(result.reset.length, 'task')}: ${result.reset.join(', ')}`;
  return { json: { id: result.id, reset: result.reset, message }, text: () => [message] };
};

export const replay: CommandBody = async ({ project, invocation }) => {
  const dryRun = invocation.switch('dry-run');
  const { service } = await project.open();
  const result = await service.command('epic.replay', {
    id: invocation.requiredArgument('EPIC'),
    dryRun,
    ...(invocation.switch('force') && { force: true }),
  });
  const names = result.reset.length > 0 ? `: ${result.reset.join(', ')}` : '';
  return {
    json: dryRun
      ? {
          epic: result.id,
          dry_run: true,
          would_reset: result.reset,
          in_progress_overridden: result.running,
        }
      : { epic: result.id, reset: result.reset, count: result.reset.length },
    text: () => [
      `${dryRun ? 'Would reset' : 'Reset'} ${plural(result.reset.length, 'task')}${names}`,
      ...(dryRun && result.running.length > 0 ? [`Running now: ${result.running.join(', ')}`] : []),
    ],
  };
};
