/** What there is to do, in which order, and by whom. */
import { everywhere, needs, type BindingDefinition } from './definition.js';
import { needsTask } from './task-refusals.js';

const needsTaskOrEpic = needs(
  ({ task, epic, onEpic, memory }) => task !== null || memory !== null || (onEpic && epic !== null),
  'Select an epic or a task first.',
);

export const planningKeys = {
  create: {
    keys: ['c'],
    scopes: ['pane'],
    label: ({ focus }) => (focus === 'epics' ? 'new epic' : 'new task'),
    help: 'Create a task in the selected epic; among the epics, an epic',
    actsOnData: true,
    hint: true,
    refusal: needs(
      ({ focus, epicSelected }) => focus === 'epics' || epicSelected,
      'Select an epic first.',
    ),
  },
  createEpic: {
    keys: ['C'],
    scopes: ['pane'],
    label: 'new epic',
    help: 'Create an epic',
    actsOnData: true,
  },
  editTitle: {
    keys: ['T'],
    scopes: everywhere,
    label: 'title',
    help: 'Change the title',
    actsOnData: true,
    refusal: needsTaskOrEpic,
  },
  setPriority: {
    keys: ['P'],
    scopes: everywhere,
    label: 'priority',
    help: 'Set the priority: a number, the lowest comes first',
    actsOnData: true,
    refusal: needsTask,
  },
  raise: {
    keys: ['K'],
    scopes: everywhere,
    label: 'earlier',
    help: 'Move the task up in priority',
    actsOnData: true,
    refusal: (context) =>
      needsTask(context) ?? (context.tasks.length > 1 ? 'Move one task at a time.' : null),
  },
  lower: {
    keys: ['J'],
    scopes: everywhere,
    label: 'later',
    help: 'Move the task down in priority',
    actsOnData: true,
    refusal: (context) =>
      needsTask(context) ??
      (context.tasks.length > 1 ? 'Move one task at a time.' : null) ??
      (context.task?.priority === null ? `${context.task.id} is among the last already.` : null),
  },
  assign: {
    keys: ['A'],
    scopes: everywhere,
    label: 'assign',
    help: 'Choose who has the task, or nobody',
    actsOnData: true,
    refusal: needsTask,
  },
  setDomain: {
    keys: [],
    scopes: everywhere,
    label: 'domain',
    help: 'Choose the domain of the task',
    actsOnData: true,
    refusal: needsTask,
  },
  dependencies: {
    keys: ['D'],
    scopes: everywhere,
    label: 'dependencies',
    help: 'Choose what the task, or the epic, waits for',
    actsOnData: true,
    refusal: (context) =>
      context.tasks.length > 1
        ? 'Choose the dependencies of one task at a time.'
        : context.task !== null || (context.onEpic && context.epic !== null)
          ? null
          : 'Select an epic or a task first.',
  },
  split: {
    keys: ['S'],
    scopes: everywhere,
    label: 'split',
    help: 'Split the task into several',
    actsOnData: true,
    refusal: (context) =>
      needsTask(context) ??
      (context.tasks.length > 1 ? 'Split one task at a time.' : null) ??
      (context.task?.status === 'done' ? `${context.task.id} is done.` : null),
  },
} as const satisfies Record<string, BindingDefinition>;
