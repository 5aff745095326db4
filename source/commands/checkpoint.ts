/** The commands that keep an epic as it is and bring it back. */
import { FlowdeckError } from '../domain/errors.js';
import {
  checkpointPath,
  deleteCheckpoint,
  listCheckpoints,
  readCheckpoint,
  writeCheckpoint,
} from '../sources/checkpoints.js';
import type { CommandBody, CommandContext } from './definition.js';
import { resolveEpic } from './ids.js';
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
  const { path, sizeBytes } = writeCheckpoint(await place(context), checkpoint);
  const { epicId, tasks } = checkpoint;
  const message = `Checkpoint of ${epicId} saved with ${plural(tasks.length, 'task')}`;
  return {
    json: { epic: epicId, checkpoint: path, size_bytes: sizeBytes, tasks: tasks.length, message },
    text: () => [`${message}: ${path}`],
  };
};

export const checkpointRestore: CommandBody<CheckpointRestoreJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const typed = invocation.requiredText('epic').trim();
  const databasePath = await place(context);
  // The epic may be gone: then its full id names the checkpoint.
  const isStored = readCheckpoint(databasePath, typed) !== null;
  const epicId = isStored ? typed : await resolveEpic(service, typed);
  const stored = readCheckpoint(databasePath, epicId);
  if (stored === null) {
    const kept = listCheckpoints(databasePath).stored.map(({ checkpoint }) => checkpoint.epicId);
    const others = kept.length === 0 ? '' : ` There are some of ${kept.slice(0, 3).join(', ')}.`;
    throw new FlowdeckError(
      'checkpoint.not_found',
      `There is no checkpoint of ${epicId}.${others}`,
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
  const { stored, warnings } = listCheckpoints(await place(context));
  const rows = stored.map(({ path, sizeBytes, checkpoint }) => ({
    epic: checkpoint.epicId,
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
  const typed = invocation.requiredText('epic').trim();
  const databasePath = await place(context);
  const isStored = listCheckpoints(databasePath).stored.some(
    ({ checkpoint }) => checkpoint.epicId === typed,
  );
  const epicId = isStored ? typed : await resolveEpic(service, typed);
  const deleted = deleteCheckpoint(databasePath, epicId);
  const message = deleted
    ? `Checkpoint of ${epicId} deleted`
    : `There is no checkpoint of ${epicId}`;
  return {
    json: { epic: epicId, deleted, checkpoint: checkpointPath(databasePath, epicId), message },
    text: () => [message],
  };
};
