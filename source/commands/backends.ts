/** The commands about which program does what. */
import type { Backends } from '../domain/contract/triage-calls.js';
import type { CommandBody, CommandContext } from './definition.js';
import { UsageError } from './usage-error.js';

export interface EpicBackendsJson {
  readonly id: string;
  readonly default_impl: string | null;
  readonly default_review: string | null;
  readonly default_sync: string | null;
  readonly message: string;
}

export interface TaskBackendsJson {
  readonly id: string;
  readonly impl: string | null;
  readonly review: string | null;
  readonly sync: string | null;
  readonly message: string;
}

export interface EffectiveBackendsJson {
  readonly id: string;
  readonly epic: string | null;
  readonly impl: EffectiveBackend;
  readonly review: EffectiveBackend;
  readonly sync: EffectiveBackend;
}

interface EffectiveBackend {
  readonly spec: string | null;
  /** Who says so. */
  readonly source: 'task' | 'epic' | null;
}

export const epicBackends: CommandBody<EpicBackendsJson> = async (context) => {
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

export const taskBackends: CommandBody<TaskBackendsJson> = async (context) => {
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
export const showBackends: CommandBody<EffectiveBackendsJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const { row, ...task } = await service.query('task.detail', {
    id: invocation.requiredArgument('TASK'),
  });
  const epic = row.epicId === null ? null : await service.query('epic.detail', { id: row.epicId });
  const effective = {
    impl: effectiveBackend(task.implementBackend, epic?.defaultImplementBackend),
    review: effectiveBackend(task.reviewBackend, epic?.defaultReviewBackend),
    sync: effectiveBackend(task.syncBackend, epic?.defaultSyncBackend),
  };
  return {
    json: { id: row.id, epic: row.epicId, ...effective },
    text: () =>
      Object.entries(effective).map(([name, { spec, source }]) =>
        spec === null ? `${name}: none` : `${name}: ${spec} (${source ?? ''})`,
      ),
  };
};

function effectiveBackend(own: string | null, inherited: string | null = null): EffectiveBackend {
  if (own !== null) return { spec: own, source: 'task' };
  return { spec: inherited, source: inherited === null ? null : 'epic' };
}

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
