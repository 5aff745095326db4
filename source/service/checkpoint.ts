/** All of an epic at one moment, and the way back to it. */
import type { CommandInput, CommandOutput } from '../domain/contract/calls.js';
import type { Checkpoint, RecordedFields } from '../domain/contract/recovery-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { compareIds } from '../domain/ids.js';
import type { DependencyEdge } from '../store/repositories/dependencies.js';
import { findEpic, insertEpic, type EpicState } from '../store/repositories/epics.js';
import { findNamed, listFormerIds } from '../store/repositories/identity.js';
import { listTaskBodies } from '../store/repositories/health.js';
import { findTask, insertTask, type TaskState } from '../store/repositories/tasks.js';
import type { Reader } from '../store/types.js';
import type { CommandScope } from './context.js';
import { changeEpic } from './epic-change.js';
import { appendEvent } from './events.js';
import type { CommandHandlers, QueryHandlers } from './handlers.js';
import { resolveEpic } from './identity.js';
import { notFound } from './not-found.js';
import { epicPatch, readEpicRecord, readTaskRecord, taskPatch } from './records-of-entities.js';
import { changeTask } from './task-change.js';

export const checkpointQueries: QueryHandlers<'checkpoint.read' | 'checkpoint.names'> = {
  async 'checkpoint.names'({ reader }, input) {
    const named = await findNamed(reader, input.id);
    if (named?.kind !== 'epic') return null;
    return { id: named.id, formerIds: await listFormerIds(reader, named.id) };
  },

  async 'checkpoint.read'({ reader, database }, input): Promise<Checkpoint> {
    const epicId = await resolveEpic(reader, input.epicId);
    const epic = await readEpicRecord(reader, epicId);
    if (epic === null) throw await notFound(reader, 'epic', input.epicId);
    return {
      epicId,
      createdAt: input.now,
      actor: input.actor,
      databaseId: database.identity.databaseId,
      epic,
      tasks: await readTasks(reader, epicId),
    };
  },
};

async function readTasks(reader: Reader, epicId: string): Promise<readonly RecordedFields[]> {
  const ids = (await listTaskBodies(reader, epicId)).map(({ id }) => id).sort(compareIds);
  const records: RecordedFields[] = [];
  for (const id of ids) {
    const record = await readTaskRecord(reader, id);
    if (record !== null) records.push(record);
  }
  return records;
}

export const checkpointCommands: CommandHandlers<'checkpoint.restore'> = {
  'checkpoint.restore': restore,
};

async function restore(
  scope: CommandScope,
  { checkpoint }: CommandInput<'checkpoint.restore'>,
): Promise<CommandOutput<'checkpoint.restore'>> {
  const { transaction } = scope;
  const created: string[] = [];
  const epic = await epicOf(scope, checkpoint, created);
  // Tasks first exist, then wait for each other.
  const tasks: [TaskState, RecordedFields][] = [];
  for (const record of checkpoint.tasks) {
    tasks.push([await taskOf(scope, epic.id, record, created), record]);
  }
  const restored: string[] = [];
  for (const [task, record] of tasks) {
    const wanted = await reachable(transaction, { ...record, epicId: epic.id });
    if (await restoreTask(scope, task, wanted)) restored.push(task.id);
  }
  if (await restoreEpic(scope, epic, await reachable(transaction, checkpoint.epic))) {
    restored.push(epic.id);
  }
  const known = new Set(tasks.map(([{ id }]) => id));
  return {
    epicId: epic.id,
    restored,
    created,
    kept: (await listTaskBodies(transaction, epic.id))
      .map(({ id }) => id)
      .filter((id) => !known.has(id))
      .sort(compareIds),
    commandId: scope.commandId,
  };
}

/** The epic as it is called now; one that is gone is made again. */
async function epicOf(
  scope: CommandScope,
  { epicId, epic }: Checkpoint,
  created: string[],
): Promise<EpicState> {
  const { transaction } = scope;
  const named = await findNamed(transaction, epicId);
  if (named === null) {
    const title = String(epic['title']);
    await insertEpic(transaction, { id: epicId, createdAt: createdAtOf(epic, scope), title });
    await appendEvent(scope, {
      kind: 'epic_created',
      entityKind: 'epic',
      entityId: epicId,
      epicId,
      version: 1,
      after: { title },
      payload: { restored: true },
    });
    created.push(epicId);
  }
  const state = await findEpic(transaction, named?.id ?? epicId);
  if (state !== null) return state;
  throw new FlowdeckError('checkpoint.unreadable', `${epicId} is no epic any more.`);
}

async function taskOf(
  scope: CommandScope,
  epicId: string,
  record: RecordedFields,
  created: string[],
): Promise<TaskState> {
  const { transaction } = scope;
  const id = String(record['id']);
  const named = await findNamed(transaction, id);
  if (named === null) {
    const title = String(record['title']);
    await insertTask(transaction, { id, createdAt: createdAtOf(record, scope), epicId, title });
    await appendEvent(scope, {
      kind: 'task_created',
      entityKind: 'task',
      entityId: id,
      epicId,
      taskId: id,
      version: 1,
      after: { epicId, title },
      payload: { restored: true },
    });
    created.push(id);
  }
  const state = await findTask(transaction, named?.id ?? id);
  if (state !== null) return state;
  throw new FlowdeckError('checkpoint.unreadable', `${id} is no task any more.`);
}

function createdAtOf(record: RecordedFields, scope: CommandScope): string {
  const { createdAt } = record;
  return typeof createdAt === 'string' ? createdAt : scope.now;
}

/** What it waited for and what is gone now is waited for as a text. */
async function reachable(reader: Reader, record: RecordedFields): Promise<RecordedFields> {
  const edges = (name: string): readonly (string | DependencyEdge)[] =>
    Array.isArray(record[name]) ? (record[name] as (string | DependencyEdge)[]) : [];
  const there: (string | DependencyEdge)[] = [];
  const gone: (string | DependencyEdge)[] = [];
  for (const edge of edges('dependencies')) {
    const id = typeof edge === 'string' ? edge : edge.id;
    const named = await findNamed(reader, id);
    if (named === null) gone.push(edge);
    else there.push(typeof edge === 'string' ? named.id : { ...edge, id: named.id });
  }
  return {
    ...record,
    dependencies: there,
    unresolvedDependencies: [...edges('unresolvedDependencies'), ...gone],
  };
}

async function restoreTask(
  scope: CommandScope,
  task: TaskState,
  wanted: RecordedFields,
): Promise<boolean> {
  const current = await readTaskRecord(scope.transaction, task.id);
  const changes = changed(current ?? {}, wanted);
  if (Object.keys(changes).length === 0) return false;
  await changeTask(scope, task, taskPatch(changes), { kind: 'task_restored' });
  return true;
}

async function restoreEpic(
  scope: CommandScope,
  epic: EpicState,
  wanted: RecordedFields,
): Promise<boolean> {
  const current = await readEpicRecord(scope.transaction, epic.id);
  const changes = changed(current ?? {}, wanted);
  if (Object.keys(changes).length === 0) return false;
  await changeEpic(scope, epic, epicPatch(changes), { kind: 'epic_restored' });
  return true;
}

const identity = new Set(['id', 'createdAt', 'updatedAt']);

/** Fields that are to become another value; a phase that has begun since is to be none. */
function changed(current: RecordedFields, wanted: RecordedFields): RecordedFields {
  const begun = Object.keys(current).filter(
    (name) => name.startsWith('phase:') && !(name in wanted),
  );
  const all = { ...wanted, ...Object.fromEntries(begun.map((name) => [name, null])) };
  return Object.fromEntries(
    Object.entries(all).filter(
      ([name, value]) =>
        !identity.has(name) &&
        // Fields of another version are nobody's here.
        (name in current || name.startsWith('phase:')) &&
        JSON.stringify(current[name] ?? null) !== JSON.stringify(value ?? null),
    ),
  );
}
