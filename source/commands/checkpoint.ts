/** The commands that keep an epic as it is and bring it back. */
import { FlowdeckError } from '../domain/errors.js';
import { statusOf } from '../platform/files.js';
import {
  checkpointIds,
  checkpointPath,
  deleteCheckpoint,
  listCheckpoints,
  readCheckpoint,
  writeCheckpoint,
} from '../sources/checkpoints.js';
import type { CommandBody, CommandContext } from './definition.js';
import { resolveEpic, type Service } from './ids.js';
import { oneLine, plural } from './text.js';

export interface CheckpointSaveJson {
  readonly epic: string;
  /** The file. */
  readonly checkpoint: string;
  readonly size_bytes: number;
  readonly tasks: number;
  readonly message: string;
}

export interface CheckpointRestoreJson {
  readonly epic: string;
  readonly restored_from: string;
  /** What is different now. */
  readonly restored: readonly string[];
  /** What was gone and is there again. */
  readonly created: readonly string[];
  /** Tasks that were made since; they stay. */
  readonly kept: readonly string[];
  readonly command_id: string;
  readonly message: string;
}

export interface CheckpointListJson {
  readonly checkpoints: readonly {
    readonly epic: string;
    readonly title: string;
    readonly created_at: string;
    readonly actor: string;
    readonly tasks: number;
    readonly size_bytes: number;
    readonly checkpoint: string;
  }[];
  readonly count: number;
  /** Files that cannot be read. */
  readonly warnings?: readonly string[];
}

export interface CheckpointDeleteJson {
  readonly epic: string;
  readonly deleted: boolean;
  readonly checkpoint: string;
  readonly message: string;
}

async function place({ project }: CommandContext): Promise<string> {
  return (await project.location()).databasePath;
}

export const checkpointSave: CommandBody<CheckpointSaveJson> = async (context) => {
  const { project, invocation } = context;
  const { service, context: own } = await project.open();
  const checkpoint = await service.query('checkpoint.read', {
    epicId: invocation.requiredText('epic'),
    now: own.now(),
    actor: own.actor,
  });
  const databasePath = await place(context);
  const { path, sizeBytes } = writeCheckpoint(databasePath, checkpoint);
  const { epicId, tasks } = checkpoint;
  // The one before may bear the name that the epic had then.
  const names = await service.query('checkpoint.names', { id: epicId });
  for (const former of names?.formerIds ?? []) deleteCheckpoint(databasePath, former);
  const message = `Checkpoint of ${epicId} saved with ${plural(tasks.length, 'task')}`;
  return {
    json: { epic: epicId, checkpoint: path, size_bytes: sizeBytes, tasks: tasks.length, message },
    text: () => [`${message}: ${path}`],
  };
};

export const checkpointRestore: CommandBody<CheckpointRestoreJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const databasePath = await place(context);
  const names = await namesOf(service, databasePath, invocation.requiredText('epic').trim());
  const [stored] = names
    .flatMap((name) => readCheckpoint(databasePath, name) ?? [])
    .sort((left, right) => (left.checkpoint.createdAt < right.checkpoint.createdAt ? 1 : -1));
  if (stored === undefined) {
    const kept = checkpointIds(databasePath).slice(0, 3).join(', ');
    const others = kept === '' ? '' : ` There are some of ${kept}.`;
    throw new FlowdeckError(
      'checkpoint.not_found',
      `There is no checkpoint of ${names[0]}.${others}`,
    );
  }
  const { checkpoint, path } = stored;
  const result = await service.command('checkpoint.restore', { checkpoint });
  const { restored, created, kept, commandId } = result;
  const count = new Set([...restored, ...created]).size;
  const message =
    count === 0
      ? `${result.epicId} is as it was at the checkpoint`
      : `${result.epicId} restored to ${checkpoint.createdAt}`;
  return {
    json: {
      epic: result.epicId,
      restored_from: path,
      restored,
      created,
      kept,
      command_id: commandId,
      message,
    },
    text: () => [
      message,
      ...restored.map((id) => `  restored ${id}`),
      ...created.map((id) => `  made ${id} again`),
      ...kept.map((id) => `  ${id} was made since and stays`),
    ],
  };
};

export const checkpointList: CommandBody<CheckpointListJson> = async (context) => {
  const { service } = await context.project.open();
  const { stored, warnings } = listCheckpoints(await place(context));
  const names = await Promise.all(
    stored.map(({ checkpoint }) => service.query('checkpoint.names', { id: checkpoint.epicId })),
  );
  const rows = stored.map(({ path, sizeBytes, checkpoint }, index) => ({
    epic: names[index]?.id ?? checkpoint.epicId,
    title: typeof checkpoint.epic['title'] === 'string' ? checkpoint.epic['title'] : '',
    created_at: checkpoint.createdAt,
    actor: checkpoint.actor,
    tasks: checkpoint.tasks.length,
    size_bytes: sizeBytes,
    checkpoint: path,
  }));
  return {
    json: { checkpoints: rows, count: rows.length, ...(warnings.length > 0 && { warnings }) },
    text: () => [
      ...(rows.length === 0 ? ['There are no checkpoints.'] : []),
      ...rows.map(
        ({ epic, title, created_at: at, tasks }) =>
          `${at}  ${epic}: ${oneLine(title)} (${plural(tasks, 'task')})`,
      ),
      ...warnings.map((warning) => `Warning: ${warning}`),
    ],
  };
};

export const checkpointDelete: CommandBody<CheckpointDeleteJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const databasePath = await place(context);
  const names = await namesOf(service, databasePath, invocation.requiredText('epic').trim());
  const [epicId] = names;
  const deleted = names.map((name) => deleteCheckpoint(databasePath, name)).includes(true);
  const message = deleted
    ? `Checkpoint of ${epicId} deleted`
    : `There is no checkpoint of ${epicId}`;
  return {
    json: { epic: epicId, deleted, checkpoint: checkpointPath(databasePath, epicId), message },
    text: () => [message],
  };
};

/**
 * The names under which a checkpoint of an epic may lie, its own first: the file was saved under the name of that time.
 * The epic may be gone; then its full id names the checkpoint.
 */
async function namesOf(
  service: Service,
  databasePath: string,
  typed: string,
): Promise<readonly [string, ...string[]]> {
  const isGone =
    (await service.query('checkpoint.names', { id: typed })) === null &&
    statusOf(checkpointPath(databasePath, typed)) !== null;
  if (isGone) return [typed];
  const id = await resolveEpic(service, typed);
  const names = await service.query('checkpoint.names', { id });
  return [id, ...(names?.formerIds ?? [])];
}
