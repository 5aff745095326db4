/** The names that commands had in other lines of flowctl: prompts that use them are understood. */

/** What a former name stands for today, and what became of its flags. */
interface Successor {
  readonly name: string;
  readonly flags?: Readonly<Record<string, string>>;
}

const successors: ReadonlyMap<string, Successor> = new Map<string, Successor>([
  ['epic set-plan', { name: 'epic plan' }],
  ['epic set-plan-review-status', { name: 'epic review' }],
  ['epic set-completion-review-status', { name: 'epic completion' }],
  ['epic set-branch', { name: 'epic branch' }],
  ['epic set-title', { name: 'epic title' }],
  ['task set-spec', { name: 'task spec' }],
  ['task set-description', { name: 'task spec', flags: { file: 'desc' } }],
  ['task set-acceptance', { name: 'task spec', flags: { file: 'accept' } }],
  ['stats epic', { name: 'stats epics', flags: { id: 'epic' } }],
  ['specs', { name: 'epics' }],
]);

/** @param words the first two of a line; the second may be missing */
export function successorOf(words: readonly string[]): Successor | null {
  const [first = '', second = ''] = words;
  // What others call a spec is an epic.
  const group = first === 'spec' ? 'epic' : first;
  const name = `${group} ${second}`.trim();
  const found = successors.get(name) ?? successors.get(first);
  if (found) return found;
  return group === first ? null : { name };
}

/** An argument with the name of its flag as it is today. */
export function withTodaysFlag(argument: string, { flags = {} }: Successor): string {
  const [, name = '', rest = ''] = /^--([\w-]+)(=.*)?$/s.exec(argument) ?? [];
  const today = Object.hasOwn(flags, name) ? flags[name] : undefined;
  return today === undefined ? argument : `--${today}${rest}`;
}
