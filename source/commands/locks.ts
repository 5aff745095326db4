/** Locks on files, from the command line. */
import path from 'node:path';
import type { LockMode } from '../domain/vocabulary.js';
import type { CommandBody, CommandContext } from './definition.js';
import { plural } from './text.js';
import { UsageError } from './usage-error.js';

export const lock = (async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const mode = invocation.text('mode') as LockMode | undefined;
  const timeToLiveSeconds = invocation.integer('ttl');
  const holderPid = invocation.integer('pid');
  const result = await service.command('lock.acquire', {
    taskId: invocation.requiredText('task'),
    paths: await pathsOf(context, invocation.list('files') ?? []),
    ...(mode !== undefined && { mode }),
    ...(timeToLiveSeconds !== undefined && { timeToLiveSeconds }),
    ...(holderPid !== undefined && { holderPid }),
  });
  return {
    json: {
      task: result.taskId,
      locked: result.locked,
      already_locked: result.alreadyLocked.map(({ path: file, owner, mode: theirs, actor }) => ({
        file,
        owner,
        mode: theirs,
        actor,
      })),
    },
    text: () => [
      ...result.locked.map((file) => `Locked ${file} for ${result.taskId}`),
      ...result.alreadyLocked.map(
        ({ path: file, owner, actor }) =>
          `Not locked: ${file} is held by ${owner}${actor === null ? '' : ` (${actor})`}`,
      ),
    ],
  };
}) satisfies CommandBody;

export const unlock = (async (context) => {
  const { project, invocation } = context;
  const taskId = invocation.text('task');
  const files = invocation.list('files');
  const all = invocation.switch('all');
  if (taskId === undefined && !all) throw new UsageError('unlock needs --task or --all.');
  if (all && (taskId !== undefined || files !== undefined)) {
    throw new UsageError('--all takes every lock away: leave --task and --files out.');
  }
  const { service } = await project.open();
  const { released } = await service.command('lock.release', {
    ...(taskId !== undefined && { taskId }),
    ...(files !== undefined && { paths: await pathsOf(context, files) }),
  });
  return {
    json: { task: taskId ?? null, unlocked: released, count: released.length },
    text: () => [
      released.length === 0
        ? 'There was nothing to unlock.'
        : `Unlocked ${plural(released.length, 'file')}: ${released.join(', ')}`,
    ],
  };
}) satisfies CommandBody;

interface HeldJson {
  readonly file: string;
  readonly task: string;
  readonly mode: LockMode;
  readonly actor: string | null;
  readonly pid: number | null;
  readonly locked_at: string;
  readonly expires_at: string | null;
}
/** Without a file all locks, with one its own. */
type LockCheckJson =
  | { readonly locks: readonly HeldJson[]; readonly count: number }
  | {
      readonly file: string;
      readonly locked: boolean;
      readonly owner: string | null;
      readonly locks: readonly HeldJson[];
    };

export const lockCheck: CommandBody<LockCheckJson> = async (context) => {
  const { project, invocation } = context;
  const { service } = await project.open();
  const file = invocation.text('file');
  const [wanted] = file === undefined ? [] : await pathsOf(context, [file]);
  const locks = await service.query('locks.list', {
    ...(wanted !== undefined && { path: wanted }),
    now: new Date().toISOString(),
  });
  const rows = locks.map((each) => ({
    file: each.path,
    task: each.taskId,
    mode: each.mode,
    actor: each.actor,
    pid: each.holderPid,
    locked_at: each.lockedAt,
    expires_at: each.expiresAt,
  }));
  const lines = (): readonly string[] =>
    rows.map(
      (row) =>
        `${row.file}  ${row.task} (${[row.mode, row.actor].filter(Boolean).join(', ')}) until ${row.expires_at ?? 'released'}`,
    );
  if (wanted === undefined) {
    return {
      json: { locks: rows, count: rows.length },
      text: () => (rows.length > 0 ? lines() : ['No file is locked.']),
    };
  }
  return {
    json: { file: wanted, locked: rows.length > 0, owner: rows[0]?.task ?? null, locks: rows },
    text: () => (rows.length > 0 ? lines() : [`${wanted} is not locked.`]),
  };
};

/** Files as the project names them: absolute paths below its directory become relative to it. */
async function pathsOf(
  { project }: CommandContext,
  files: readonly string[],
): Promise<readonly string[]> {
  const { root } = await project.location();
  return files.map((file) => {
    if (!path.isAbsolute(file)) return file;
    const relative = path.relative(root, file);
    return relative === '' || relative.startsWith('..') ? file : relative;
  });
}
