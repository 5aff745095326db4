/** The commands that keep an epic as it is and bring it back. */
import { FlowdeckError } from '../domain/errors.js';
import {
  checkpointPath,
  deleteCheckpoint,
  listCheckpoints,
  readCheckpoint,
  writeCheckpoint,
  type StoredCheckpoint,
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

/**
 * What is stored of an epic, under the id that it has, had or, where it is gone, is typed.
 * @returns null where there is nothing; the epic as it is called now
 */
async function findStored(
  context: CommandContext,
  typed: string,
): Promise<{ readonly epicId: string; readonly stored: StoredCheckpoint | null }> {
  const databasePath = await place(context);
  const exact = readCheckpoint(databasePath, typed);
  if (exact !== null) return { epicId: typed, stored: exact };
  const { service } = await context.project.open();
  const epicId = await resolveEpic(service, typed);
  const current = readCheckpoint(databasePath, epicId);
  return { epicId, stored: current ?? (await underOldIds(context, epicId)).at(-1) ?? null };
}

/** Those from before the epic was renamed, the newest last. */
async function underOldIds(
  context: CommandContext,
  epicId: string,
): Promise<readonly StoredCheckpoint[]> {
  const { service } = await context.project.open();
  const found: StoredCheckpoint[] = [];
  for (const each of listCheckpoints(await place(context)).stored) {
    const { epicId: old } = each.checkpoint;
    if (old !== epicId && (await nameNow(service, old)) === epicId) found.push(each);
  }
  return found.sort((left, right) =>
    left.checkpoint.createdAt < right.checkpoint.createdAt ? -1 : 1,
  );
}

/** Null for an epic that is gone. */
async function nameNow(service: Service, id: string): Promise<string | null> {
  try {
    return await resolveEpic(service, id);
  } catch (error) {
    if (error instanceof FlowdeckError && /^(?:id|epic)\./.test(error.code)) return null;
    throw error;
  }
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
  // One for each epic, whatever it was called.
  for (const old of await underOldIds(context, epicId)) {
    deleteCheckpoint(databasePath, old.checkpoint.epicId);
  }
  const message = `Checkpoint of ${epicId} saved with ${plural(tasks.length, 'task')}`;
  return {
    json: { epic: epicId, checkpoint: path, size_bytes: sizeBytes, tasks: tasks.length, message },
    text: () => [`${message}: ${path}`],
  };
};

export const checkpointRestore: CommandBody<CheckpointRestoreJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const { epicId, stored } = await findStored(context, invocation.requiredText('epic').trim());
  if (stored === null) {
    throw new FlowdeckError('checkpoint.not_found', `There is no checkpoint of ${epicId}.`);
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
  const databasePath = await place(context);
  const typed = context.invocation.requiredText('epic').trim();
  const { epicId, stored } = await findStored(context, typed);
  const storedId = stored?.checkpoint.epicId ?? epicId;
  const deleted = deleteCheckpoint(databasePath, storedId);
  const message = deleted
    ? `Checkpoint of ${epicId} deleted`
    : `There is no checkpoint of ${epicId}`;
  return {
    json: { epic: epicId, deleted, checkpoint: checkpointPath(databasePath, storedId), message },
    text: () => [message],
  };
};
