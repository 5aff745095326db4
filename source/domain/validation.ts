/** What is wrong with an epic and its tasks, as far as their rows tell. */
import type { EpicRow, TaskRow } from './contract/rows.js';
import { buildGraph } from './graph.js';
import { compareIds } from './ids.js';
import { isSatisfied } from './statuses.js';

export interface EpicFacts {
  readonly epic: EpicRow;
  readonly tasks: readonly TaskRow[];
  /** All tasks there are, by id, with their epic. */
  readonly epicOfTask: ReadonlyMap<string, string | null>;
  readonly tasksWithoutHeadings: ReadonlySet<string>;
  readonly hasText: boolean;
  /** Rings of epics that wait for each other and that this one is the first of. */
  readonly epicCycles: readonly (readonly string[])[];
}

export interface EpicValidation {
  readonly epic: string;
  readonly valid: boolean;
  /** A sentence each. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly taskCount: number;
}

export function validateEpic(facts: EpicFacts): EpicValidation {
  const { epic, tasks } = facts;
  const open = openTasksOfDone(facts);
  const errors = [
    ...(epic.placeholder ? [`${epic.id} is named by its tasks and defined nowhere.`] : []),
    ...cycles(facts),
    ...unresolved(facts),
    ...foreignDependencies(facts),
    ...open.errors,
  ];
  const warnings = [...open.warnings, ...vanished(facts), ...texts(facts)];
  return {
    epic: epic.id,
    valid: errors.length === 0,
    errors,
    warnings,
    taskCount: tasks.length,
  };
}

/** Each ring is told once, whoever is on it. */
function cycles({ tasks, epicCycles }: EpicFacts): readonly string[] {
  const graph = buildGraph(tasks.map(({ id, dependsOn }) => ({ id, dependsOn })));
  return [...graph.cycles, ...epicCycles].map(
    (ring) => `They wait for each other: ${ring.join(' -> ')}.`,
  );
}

function unresolved({ epic, tasks }: EpicFacts): readonly string[] {
  return [epic, ...tasks].flatMap((row) =>
    row.unresolved.map((target) => `${row.id} waits for ${target}, which does not exist.`),
  );
}

function foreignDependencies({ epic, tasks, epicOfTask }: EpicFacts): readonly string[] {
  return tasks.flatMap((task) =>
    task.dependsOn
      .filter((target) => epicOfTask.has(target) && epicOfTask.get(target) !== epic.id)
      .map((target) => `${task.id} waits for ${target}, a task of another epic.`),
  );
}

/**
 * Files are often committed with `todo` for finished work: what was only read from such files is a warning, what
 * somebody left open here an error.
 */
function openTasksOfDone({ epic, tasks }: EpicFacts): { errors: string[]; warnings: string[] } {
  if (epic.status !== 'done') return { errors: [], warnings: [] };
  const open = tasks.filter(({ status }) => !isSatisfied(status));
  const committed = open.filter(
    ({ status, statusSource }) => status === 'todo' && statusSource === 'committed',
  );
  const rest = open.filter((task) => !committed.includes(task));
  const say = (list: readonly TaskRow[], tail: string): string[] =>
    list.length === 0 ? [] : [`${epic.id} is done, but ${counted(list)} not${tail}.`];
  return {
    errors: say(rest, ''),
    warnings: say(committed, ', says the committed file'),
  };
}

function counted(tasks: readonly TaskRow[]): string {
  const ids = tasks.map(({ id }) => id).sort(compareIds);
  if (ids.length <= 3) return `${ids.join(', ')} ${ids.length === 1 ? 'is' : 'are'}`;
  return `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more are`;
}

function vanished({ epic, tasks }: EpicFacts): readonly string[] {
  return [epic, ...tasks]
    .filter((row) => row.vanished)
    .map(({ id }) => `The file that ${id} was read from is gone.`);
}

function texts({ epic, tasks, tasksWithoutHeadings, hasText }: EpicFacts): readonly string[] {
  const lacking = tasks.filter(({ id }) => tasksWithoutHeadings.has(id)).map(({ id }) => id);
  const shown = lacking.slice(0, 3).join(', ');
  const more = lacking.length > 3 ? ` and ${lacking.length - 3} more` : '';
  return [
    ...(hasText || epic.placeholder ? [] : [`${epic.id} has no text.`]),
    ...(lacking.length > 0
      ? [`The heading Description or Acceptance is missing: ${shown}${more}.`]
      : []),
  ];
}
