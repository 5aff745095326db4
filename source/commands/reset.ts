/** The commands that put tasks back to their beginning. */
import type { CommandBody } from './definition.js';
import { plural } from './text.js';

export interface ResetJson {
  readonly id: string;
  /** Empty where it was at its beginning already. */
  readonly reset: readonly string[];
  readonly message: string;
}

export type ReplayJson =
  | {
      readonly epic: string;
      readonly dry_run: true;
      readonly would_reset: readonly string[];
      /** Those among them that are running now. */
      readonly in_progress_overridden: readonly string[];
    }
  | { readonly epic: string; readonly reset: readonly string[]; readonly count: number };

export const reset: CommandBody<ResetJson> = async ({ project, invocation }) => {
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

export const replay: CommandBody<ReplayJson> = async ({ project, invocation }) => {
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
