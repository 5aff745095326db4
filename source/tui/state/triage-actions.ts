/** Carries out edits, splits, actions on many tasks and on epics, undo and redo, and what is done to the memory. */
import type { BatchItem, TaskEdit } from '../../domain/contract/triage-calls.js';
import type { StoreClient } from '../../domain/contract/store-client.js';
import { FlowdeckError } from '../../domain/errors.js';
import { clean } from '../spans.js';
import type { Outcome } from './actions.js';
import { summaryOf } from './bulk.js';
import type { Question } from './cockpit-state.js';
import { list } from './intents.js';
import { splitTitles, type EditField, type TriageIntent } from './triage-intents.js';

type Of<Type extends TriageIntent['type']> = Extract<TriageIntent, { readonly type: Type }>;

/** @throws FlowdeckError as the commands do */
export async function carryOutTriage(store: StoreClient, intent: TriageIntent): Promise<Outcome> {
  switch (intent.type) {
    case 'apply': {
      const { operation, items, takeOver } = intent;
      const text = intent.text ?? '';
      const { results } = await store.command('tasks.apply', {
        operation,
        items,
        ...(text !== '' && { text }),
        ...(takeOver && { takeOver }),
      });
      return told(summaryOf(operation, results));
    }
    case 'edit':
      return edit(store, intent);
    case 'dependencies':
      return setDependencies(store, intent);
    case 'split': {
      const { id, expectedVersion, chain } = intent;
      const titles = splitTitles(intent.titles);
      const made = await store.command('task.split', {
        id,
        expectedVersion,
        titles,
        ...(chain === true && { chain }),
      });
      const [first] = made.parts;
      return {
        message: `Split ${id} into ${list(made.parts)}.`,
        ...(first !== undefined && { created: { pane: 'tasks', key: first } }),
      };
    }
    case 'epic':
      return actOnEpic(store, intent);
    case 'undo':
    case 'redo': {
      const { commandId, follow } = intent;
      const input = commandId === null ? {} : { commandId };
      const { label, entities } = await store.command(
        intent.type === 'undo' ? 'history.undo' : 'history.redo',
        input,
      );
      const message = `${intent.type === 'undo' ? 'Undone' : 'Done again'}: ${clean(label)}.`;
      return follow ? { message, goTo: entities } : { message };
    }
    case 'addMemory':
    case 'editMemory':
    case 'verifyMemory':
    case 'deleteMemory':
    case 'insertReference':
      return changeMemory(store, intent);
  }
}

function told({ message, report }: ReturnType<typeof summaryOf>): Outcome {
  return report === null ? { message } : { message, report };
}

const fieldWords: Readonly<Record<EditField, string>> = {
  title: 'the title',
  priority: 'the priority',
  assignee: 'the assignee',
  domain: 'the domain',
  branchName: 'the branch',
};

async function edit(store: StoreClient, intent: Of<'edit'>): Promise<Outcome> {
  const { entity, items, field, value } = intent;
  const [item] = items;
  if (item === undefined) return { message: null };
  if (items.length > 1) return editMany(store, items, taskEdit(field, value));
  const { changed } =
    entity === 'task'
      ? await store.command('task.edit', { ...item, ...taskEdit(field, value) })
      : await store.command('epic.edit', {
          ...item,
          ...(field === 'branchName'
            ? { branchName: value === '' ? null : value }
            : { title: value }),
        });
  const now = value === '' ? 'none' : clean(value);
  return {
    message:
      changed.length === 0
        ? `${item.id} stays as it is.`
        : `${item.id}: ${fieldWords[field]} is now ${now}.`,
  };
}

async function editMany(
  store: StoreClient,
  items: readonly BatchItem[],
  { priority, domain, assignee }: TaskEdit,
): Promise<Outcome> {
  const { results } = await store.command('tasks.edit', {
    items,
    edit: {
      ...(priority !== undefined && { priority }),
      ...(domain !== undefined && { domain }),
      ...(assignee !== undefined && { assignee }),
    },
  });
  return told(summaryOf('changed', results));
}

function taskEdit(field: EditField, value: string): TaskEdit {
  switch (field) {
    case 'title':
      return { title: value };
    case 'priority':
      return { priority: value === '' ? null : Number(value) };
    case 'assignee':
      return { assignee: value === '' ? null : value };
    case 'domain':
      return { domain: value };
    case 'branchName':
      return {};
  }
}

async function setDependencies(store: StoreClient, intent: Of<'dependencies'>): Promise<Outcome> {
  const { entity, id, expectedVersion, before, dependsOn } = intent;
  const added = dependsOn.filter((each) => !before.includes(each));
  const removed = before.filter((each) => !dependsOn.includes(each));
  if (added.length + removed.length === 0) return { message: `${id} stays as it is.` };
  if (entity === 'task') await store.command('task.edit', { id, expectedVersion, dependsOn });
  else {
    for (const each of removed)
      await store.command('dependency.remove', { taskId: id, dependsOn: each });
    for (const each of added)
      await store.command('dependency.add', { taskId: id, dependsOn: each });
  }
  const now = dependsOn.length === 0 ? 'nothing' : list(dependsOn);
  return { message: `${id} waits for ${now}.` };
}

/** Errors that somebody may want to override once they were told. */
const overridable: readonly string[] = ['epic.tasks_open', 'epic.gaps_open', 'epic.not_done'];

async function actOnEpic(store: StoreClient, intent: Of<'epic'>): Promise<Outcome> {
  const { operation, id, expectedVersion, force } = intent;
  const input = { id, expectedVersion, ...(force && { force }) };
  try {
    switch (operation) {
      case 'close':
        await store.command('epic.close', input);
        return { message: `${id} closed.` };
      case 'reopen':
        await store.command('epic.reopen', input);
        return { message: `${id} reopened.` };
      case 'archive':
        await store.command('epic.archive', input);
        return { message: `${id} archived.` };
      case 'unarchive':
        await store.command('epic.unarchive', input);
        return { message: `${id} is out of the archive.` };
      case 'accept': {
        const { accepted } = await store.command('epic.accept', input);
        return { message: `Accepted as done: ${list(accepted)}.` };
      }
      case 'replay':
        return await replay(store, intent);
    }
  } catch (error) {
    const question = force ? null : overriding(intent, error);
    if (question === null) throw error;
    return { message: null, question };
  }
}

/** Nothing is reset before somebody has seen what. */
async function replay(store: StoreClient, intent: Of<'epic'>): Promise<Outcome> {
  const { id, expectedVersion, force } = intent;
  if (force) {
    const { reset } = await store.command('epic.replay', { id, expectedVersion, force });
    return { message: `Replayed ${id}: ${list(reset)} back to todo.` };
  }
  const found = await store.command('epic.replay', {
    id,
    expectedVersion,
    dryRun: true,
    force: true,
  });
  const running = found.running.length > 0 ? [`Running now: ${list(found.running)}`] : [];
  if (found.reset.length === 0) return { message: `All tasks of ${id} are todo already.` };
  const question: Question = {
    type: 'confirm',
    title: `Replay ${id}?`,
    lines: [
      `Back to todo: ${list(found.reset)}`,
      'Their summaries, evidence and phases begin anew.',
      ...running,
    ],
    intent: { ...intent, force: true },
  };
  return { message: null, question };
}

function overriding(intent: Of<'epic'>, error: unknown): Question | null {
  if (!(error instanceof FlowdeckError) || !overridable.includes(error.code)) return null;
  return {
    type: 'confirm',
    title: `${intent.operation} ${intent.id} all the same?`,
    lines: [clean(error.message), 'That somebody knew is recorded.'],
    intent: { ...intent, force: true },
  };
}

async function changeMemory(
  store: StoreClient,
  intent: Of<'addMemory' | 'editMemory' | 'verifyMemory' | 'deleteMemory' | 'insertReference'>,
): Promise<Outcome> {
  switch (intent.type) {
    case 'addMemory': {
      const { kind: type, content } = intent;
      const { id, duplicate, similar = [] } = await store.command('memory.add', { type, content });
      const [nearest] = similar;
      const like = nearest === undefined ? '' : ` It looks like #${nearest.id}: ${nearest.title}.`;
      const created = { pane: 'memory', key: String(id) } as const;
      return duplicate
        ? { message: `Entry ${id} says this already.`, created }
        : { message: `Entry ${id} added.${like}`, created };
    }
    case 'editMemory': {
      const { id, expectedVersion, field, value } = intent;
      const patch =
        field === 'tags' ? { tags: value.split(/[\s,#]+/).filter(Boolean) } : { [field]: value };
      const { changed } = await store.command('memory.edit', { id, expectedVersion, ...patch });
      return { message: changed.length === 0 ? `Entry ${id} stays.` : `Entry ${id} changed.` };
    }
    case 'verifyMemory': {
      const { id, expectedVersion } = intent;
      await store.command('memory.verify', { id, expectedVersion });
      return { message: `Entry ${id} is verified as of now.` };
    }
    case 'deleteMemory': {
      const { id, expectedVersion } = intent;
      const { title } = await store.command('memory.delete', { id, expectedVersion });
      return { message: `Entry ${id} is forgotten: ${clean(title)}. Press u to have it back.` };
    }
    case 'insertReference':
      return insertReference(store, intent);
  }
}

/** At the end of the task's text, on a line of its own; once only. */
async function insertReference(
  store: StoreClient,
  { taskId, memoryId }: Of<'insertReference'>,
): Promise<Outcome> {
  const { row, body } = await store.query('task.detail', { id: taskId });
  const { row: entry } = await store.query('memory.detail', { id: memoryId });
  const reference = `Memory #${entry.id}: ${clean(entry.title)}`;
  if (body.includes(`Memory #${entry.id}:`)) {
    return { message: `${taskId} refers to entry ${entry.id} already.` };
  }
  const separator = body.trim() === '' ? '' : `${body.trimEnd()}\n\n`;
  await store.command('task.edit', {
    id: taskId,
    expectedVersion: row.version,
    body: `${separator}- ${reference}\n`,
  });
  return { message: `${taskId} now refers to entry ${entry.id}.` };
}
