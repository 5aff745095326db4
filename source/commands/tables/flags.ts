/** Arguments and flags that several commands share. */
import type { ArgumentDefinition, FlagDefinition } from '../definition.js';

export const task: ArgumentDefinition = { name: 'TASK' };
export const epic: ArgumentDefinition = { name: 'EPIC' };
export const backendFlags = {
  impl: { type: 'text', value: 'BACKEND', summary: 'Who implements, such as codex:gpt-5.4' },
  review: { type: 'text', value: 'BACKEND', summary: 'Who reviews' },
  sync: { type: 'text', value: 'BACKEND', summary: 'Who keeps the plan in step' },
} as const satisfies Record<string, FlagDefinition>;
export const force: FlagDefinition = {
  type: 'switch',
  summary: 'Do it from any state and over any claim; recorded in the event',
};
export const reason: FlagDefinition = { type: 'text', value: 'TEXT', summary: 'Why' };
export const phaseFlags = {
  task: { type: 'text', value: 'TASK', required: true, summary: 'The task' },
  tdd: { type: 'switch', summary: 'Include the test-first phase; kept with the task' },
  review: {
    type: 'text',
    value: 'BACKEND',
    summary: 'Include the review phase, by this backend; kept with the task',
  },
} as const satisfies Record<string, FlagDefinition>;
