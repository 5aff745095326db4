/** The commands about which program does what. */
import type { Backends } from '../domain/contract/triage-calls.js';
import type { CommandBody, CommandContext } from './definition.js';
import { UsageError } from './usage-error.js';

export const epicBackends: CommandBody = async (context) => {
  const backends = backendsOf(context);
  const { service } = await context.project.open();
  const epicId = context.invocation.requiredArgument('EPIC');
  const { id } = await service.command('epic.set', { id: epicId, backends });
  const epic = await service.query('epic.detail', { id });
  const message = `Backends of epic ${id} updated`;
  return {
    json: {
      id,
      default_impl: epic.defaultImplementBackend,
      default_review: epic.defaultReviewBackend,
      default_sync: epic.defaultSyncBackend,
      message,
    },
    text: () => [message],
  };
};

export const taskBackends: CommandBody = async (context) => {
  const backends = backendsOf(context);
  const { service } = await context.project.open();
  const taskId = context.invocation.requiredArgument('TASK');
  const { id } = await service.command('task.setBackend', { id: taskId, ...backends });
  const task = await service.query('task.detail', { id });
  const message = `Backends of task ${id} updated`;
  return {
    json: {
      id,
      impl: task.implementBackend,
      review: task.reviewBackend,
      sync: task.syncBackend,
      message,
    },
    text: () => [message],
  };
};

/** What the task says, else what its epic says. */
export const showBackends: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const { row, ...task } = await service.query('task.detail', {
    id: invocation.requiredArgument('TASK'),
  });
  const epic = row.epicId === null ? null : await service.query('epic.detail', { id: row.epicId });
  const pairs = {
    impl: [task.implementBackend, epic?.defaultImplementBackend],
    review: [task.reviewBackend, epic?.defaultReviewBackend],
    sync: [task.syncBackend, epic?.defaultSyncBackend],
  } as const;
  const effective = Object.entries(pairs).map(([name, [own, inherited]]) => {
    const spec = own ?? inherited ?? null;
    const source = spec === null ? null : own === null ? 'epic' : 'task';
    return [name, { spec, source }] as const;
  });
  return {
    json: { id: row.id, epic: row.epicId, ...Object.fromEntries(effective) },
    text: () =>
      effective.map(([name, { spec, source }]) =>
        spec === null ? `${name}: none` : `${name}: ${spec} (${source ?? ''})`,
      ),
  };
};

function backendsOf({ invocation }: CommandContext): Backends {
  const [implement, review, sync] = ['impl', 'review', 'sync'].map((name) => invocation.text(name));
  if (implement === undefined && review === undefined && sync === undefined) {
    throw new UsageError('Give at least one of --impl, --review and --sync.');
  }
  return {
    ...(implement !== undefined && { implement }),
    ...(review !== undefined && { review }),
    ...(sync !== undefined && { sync }),
  };
}
