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

/** A text that can be given as it is, in a file, or on standard input. */
export function textFlags<Name extends string>(
  name: Name,
  summary: string,
  value = 'TEXT',
): Readonly<Record<Name | `${Name}-file`, FlagDefinition>> {
  return {
    [name]: { type: 'text', value, summary: `${summary}; - reads standard input` },
    [`${name}-file`]: {
      type: 'text',
      value: 'FILE',
      summary: 'The same from a file; - reads standard input',
    },
  } as Record<Name | `${Name}-file`, FlagDefinition>;
}

export const reason = textFlags('reason', 'Why');
/** The reason as it stands behind the task. */
export const why: ArgumentDefinition = { name: 'REASON', optional: true };
export const phaseFlags = {
  task: { type: 'text', value: 'TASK', required: true, summary: 'The task' },
  tdd: { type: 'switch', summary: 'Include the test-first phase; kept with the task' },
  review: {
    type: 'text',
    value: 'BACKEND',
    summary: 'Include the review phase, by this backend; kept with the task',
  },
} as const satisfies Record<string, FlagDefinition>;
