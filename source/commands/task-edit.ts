/** The commands that change what a task says. */
import { quoted } from '../domain/quote.js';
import type { TaskEdit } from '../domain/contract/triage-calls.js';
import { replaceSection } from '../domain/task-text.js';
import type { CommandBody, CommandContext } from './definition.js';
import type { TextChangedJson } from './epic-edit.js';
import { readInput } from './input.js';
import { plural } from './text.js';
import { UsageError } from './usage-error.js';

export interface SplitJson {
  readonly original: string;
  readonly split_into: readonly string[];
  /** Each part waits for the one before. */
  readonly chain: boolean;
  readonly message: string;
}

export interface TaskDependenciesJson {
  readonly task: string;
  /** All that it waits for now. */
  readonly depends_on: readonly string[];
  readonly message: string;
}

export interface AssignedJson {
  readonly id: string;
  /** Null when it was given back. */
  readonly assignee: string | null;
  readonly message: string;
}

export interface PriorityJson {
  readonly id: string;
  readonly priority: number | null;
  readonly message: string;
}

/** Headings of a task's text by the flag that replaces what stands below. */
const sections = [
  [['desc', 'description'], 'Description'],
  [['investigation'], 'Investigation targets'],
  [['accept', 'acceptance'], 'Acceptance'],
] as const;

export const spec: CommandBody<TextChangedJson> = async (context) => {
  const { project, invocation, io } = context;
  const file = invocation.text('file');
  const given = sections.flatMap(([flags, heading]) => {
    const flag = flags.find((name) => invocation.text(name) !== undefined);
    return flag === undefined ? [] : [{ flag, heading, file: invocation.text(flag) ?? '' }];
  });
  if ((file === undefined) === (given.length === 0)) {
    throw new UsageError(
      'Give either --file, or at least one of --desc, --accept and --investigation.',
    );
  }
  if (given.filter((part) => part.file === '-').length > 1) {
    throw new UsageError('Only one section can come from standard input.');
  }
  const texts: [string, string][] = [];
  for (const part of given) {
    texts.push([part.heading, await readInput(io, part.file, `--${part.flag}`)]);
  }
  const whole = file === undefined ? undefined : await readInput(io, file, '--file');
  const { service } = await project.open();
  const detail = await service.query('task.detail', { id: invocation.requiredArgument('TASK') });
  const body =
    whole ??
    texts.reduce((text, [heading, part]) => replaceSection(text, heading, part), detail.body);
  const { id } = await service.command('task.edit', {
    id: detail.row.id,
    body,
    // Sections are put into the text that was read just now.
    ...(whole === undefined && { expectedVersion: detail.row.version }),
  });
  const message = `Text of task ${id} updated`;
  return { json: { id, spec_path: null, message }, text: () => [message] };
};

export const split: CommandBody<SplitJson> = async ({ project, invocation }) => {
  const titles = invocation
    .requiredText('titles')
    .split('|')
    .map((title) => title.trim())
    .filter((title) => title !== '');
  const { service } = await project.open();
  const { id, parts, chain } = await service.command('task.split', {
    id: invocation.requiredArgument('TASK'),
    titles,
    chain: invocation.switch('chain'),
    ...(invocation.switch('force') && { force: true }),
  });
  const message = `Task ${id} split into ${plural(parts.length, 'part')}`;
  return {
    json: { original: id, split_into: parts, chain, message },
    text: () => [message, ...parts.map((part) => `  ${part}`)],
  };
};

export const setDependencies: CommandBody<TaskDependenciesJson> = async (context) => {
  const dependsOn = context.invocation.list('deps') ?? [];
  const { service, id } = await edit(context, { dependsOn });
  const { row } = await service.query('task.detail', { id });
  const waits = [...row.dependsOn, ...row.unresolved];
  const message = `${id} now waits for ${waits.length > 0 ? waits.join(', ') : 'nothing'}`;
  return { json: { task: id, depends_on: waits, message }, text: () => [message] };
};

export const assign: CommandBody<AssignedJson> = async (context) => {
  const assignee = context.invocation.argument('ACTOR')?.trim() || null;
  const { id } = await edit(context, { assignee });
  const message = assignee === null ? `Task ${id} given back` : `Task ${id} is for ${assignee}`;
  return { json: { id, assignee, message }, text: () => [message] };
};

export const priority: CommandBody<PriorityJson> = async (context) => {
  const text = context.invocation.argument('N');
  if (text !== undefined && !/^-?\d{1,15}$/.test(text)) {
    throw new UsageError(`A priority is a whole number, not ${quoted(text)}.`);
  }
  const wanted = text === undefined ? null : Number(text);
  const { id } = await edit(context, { priority: wanted });
  const message =
    wanted === null ? `Task ${id} has no priority` : `Priority of task ${id} is ${wanted}`;
  return { json: { id, priority: wanted, message }, text: () => [message] };
};

async function edit({ project, invocation }: CommandContext, change: TaskEdit) {
  const { service } = await project.open();
  const { id } = await service.command('task.edit', {
    id: invocation.requiredArgument('TASK'),
    ...change,
  });
  return { service, id };
}
