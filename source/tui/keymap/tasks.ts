/** What happens to tasks. */
import { everywhere, type BindingDefinition } from './definition.js';
import { isBlocked, isHinted, needsTask, startingFrom } from './task-refusals.js';

export const taskKeys = {
  start: {
    keys: ['s'],
    scopes: everywhere,
    label: 'start',
    help: 'Start the task',
    actsOnData: true,
    hint: true,
    refusal: startingFrom('start'),
  },
  finish: {
    keys: ['d'],
    scopes: everywhere,
    label: (context) => (isHinted(context) ? 'accept' : 'done'),
    help: 'Finish the task, with a summary; accept one that its file says is finished',
    actsOnData: true,
    hint: true,
    refusal: startingFrom('done', 'accept'),
  },
  block: {
    keys: ['b'],
    scopes: everywhere,
    label: (context) => (isBlocked(context) ? 'unblock' : 'block'),
    help: 'Block the task, with a reason; unblock a blocked one',
    actsOnData: true,
    hint: true,
    refusal: startingFrom('block', 'unblock'),
  },
  fail: {
    keys: ['f'],
    scopes: everywhere,
    label: 'fail',
    help: 'Fail the task',
    actsOnData: true,
    hint: true,
    refusal: startingFrom('fail'),
  },
  restart: {
    keys: ['r'],
    scopes: everywhere,
    label: 'restart',
    help: 'Restart the task and what came after it',
    actsOnData: true,
    hint: true,
    refusal: needsTask,
  },
  skip: {
    keys: ['x'],
    scopes: everywhere,
    label: 'skip',
    help: 'Skip the task',
    actsOnData: true,
    hint: true,
    refusal: startingFrom('skip'),
  },
} as const satisfies Record<string, BindingDefinition>;
