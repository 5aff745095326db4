/**
 * The places of every command where somebody can put something wrong: made from the tables, so that no new command or
 * flag is left out.
 */
import type { CommandDefinition, IdKind } from '../../source/commands/definition.js';
import { commands } from '../../source/commands/table.js';
import { idKindsOf, isFileValue } from '../../source/commands/values.js';

/** Commands that do not take part, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  demo: 'opens a screen on a database of its own',
  'demo-agents': 'not for people, works on the database of a demo',
  mcp: 'takes nothing from the command line',
  complete: 'answers nothing where a shell asks something wrong',
};

/** An argument or a flag with a value. */
export interface Place {
  readonly command: string;
  /** With the dashes of a flag. */
  readonly name: string;
  readonly kind: 'id' | 'file' | 'integer' | 'choice' | 'text';
  readonly ids: readonly IdKind[];
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** What is right here. */
  readonly right: string;
  /** The line with this value here and right ones elsewhere; without a value nothing that is required stands here. */
  readonly line: (value?: string) => readonly string[];
}

export type Ids = Readonly<Record<IdKind, string>>;

/** What stands in the places, by what the value is called, or by command and place. */
const rightValues: Readonly<Record<string, string>> = {
  'epic add-dep DEPENDENCY': 'fn-2',
  'epic rm-dep DEPENDENCY': 'fn-2',
  DEPENDENCY: 'fn-1.1',
  'ship|needs_work|unknown': 'ship',
  TYPE: 'pitfall',
  TIME: '2h',
  KIND: 'task_started',
  STATUSES: 'failed',
  USD: '1',
  JSON: '{}',
  KEY: 'mouse',
  VALUE: 'off',
  N: '1',
  '"A|B"': 'One|Two',
  DIR: '.',
  'worker-phase done --phase': '0',
  'phase done --phase': 'brainstorm',
  'stack set --file': 'object.json',
  'next --epics-file': 'epics.json',
  'done --evidence-json': 'object.json',
  'phase done --receipt-file': 'object.json',
  'review-backend --compare': 'object.json',
  'memory import PATH': 'memories.jsonl',
};

/** What must also be given for a line to get far enough; null is a switch. */
const company: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  'epic auto-exec': { '--pending': null },
  'epic plan': { '--file': 'plan.md' },
  'epic review': { 'ship|needs_work|unknown': 'ship' },
  'epic completion': { 'ship|needs_work|unknown': 'ship' },
  estimate: { '--epic': 'fn-1' },
  files: { '--epic': 'fn-1' },
  'epic branch': { BRANCH: 'a-branch' },
  'epic set-backend': { '--impl': 'codex' },
  'epic title': { TITLE: 'Sign in again' },
  'gap add': { '--capability': 'Another' },
  'memory add': { TEXT: 'Another text' },
  'memory edit': { '--severity': 'high' },
  'approval create': { '--question': 'May I?' },
  'gap resolve': { '--id': 'GAP' },
  'parse-findings': { '--register': null, '--epic': 'fn-1' },
  'phase done': { '--no-gate': null },
  'task set-backend': { '--impl': 'codex' },
  'task spec': { '--file': 'plan.md' },
  block: { '--reason': 'Waits' },
  done: { '--force': null },
  message: { '--to': 'ann' },
  setup: { '--yes': null },
  start: { '--force': null },
  status: { '--dag': null, '--epic': 'fn-1' },
  unlock: { '--all': null },
  validate: { '--all': null },
};

/** Company that a value in a place drives away. */
const rivals: Readonly<Record<string, readonly string[]>> = {
  'epic plan': ['--spec'],
  estimate: ['EPIC'],
  files: ['EPIC'],
  'task spec': ['--desc', '--description', '--accept', '--acceptance', '--investigation'],
  'gap add': ['--title'],
  'gap resolve': ['--capability', '--title'],
  validate: ['--epic'],
  message: ['--task'],
  unlock: ['--task', '--files'],
  'memory add': ['--file'],
  'epic branch': ['--branch'],
  'epic title': ['--title'],
};

export const participants: readonly (readonly [string, CommandDefinition])[] = [...commands].filter(
  ([name]) => !(name in leftOut),
);

/** Links may name what is not there yet. */
const dangling = new Set(['memory edit --related']);

interface Slot {
  readonly name: string;
  readonly value: string;
  readonly choices: readonly string[] | undefined;
  readonly type: string;
  readonly kinds: readonly IdKind[];
  readonly isRequired: boolean;
}

function kindOf({ value, choices, type, kinds }: Slot): Place['kind'] {
  if (type === 'integer') return 'integer';
  if (choices) return 'choice';
  if (kinds.length > 0) return 'id';
  return isFileValue({ value }) ? 'file' : 'text';
}

/** @param ids what stands where an id is wanted */
export function placesOf(ids: Ids): readonly Place[] {
  return participants.flatMap(([command, { arguments: args = [], flags = {} }]) => {
    const rightOf = ({ name, value, choices = [], kinds }: Slot): string => {
      const [kind] = kinds;
      const known = rightValues[`${command} ${name}`] ?? rightValues[value] ?? choices[0];
      return known ?? (kind ? ids[kind] : isFileValue({ value }) ? 'plan.md' : 'Words');
    };
    const all: readonly Slot[] = [
      ...args.map(({ name, optional, choices, repeated, ids: own }) => ({
        ...{ name, value: name, choices, type: repeated ? 'list' : 'text' },
        kinds: idKindsOf({ value: name, ids: own }),
        isRequired: optional !== true,
      })),
      ...Object.entries(flags)
        .filter(([, { type }]) => type !== 'switch')
        .map(([flag, { value = '', choices, type, required, ids: own }]) => ({
          ...{ name: `--${flag}`, value: type === 'integer' ? 'N' : value, choices, type },
          kinds: dangling.has(`${command} --${flag}`) ? [] : idKindsOf({ value, ids: own }),
          isRequired: required === true,
        })),
    ];
    const right = new Map<string, string | null>([
      ...all
        .filter(({ isRequired }) => isRequired)
        .map((slot) => [slot.name, rightOf(slot)] as const),
      ...Object.entries(company[command] ?? {}).map(
        ([name, value]) => [name, value === 'GAP' ? ids.gap : value] as const,
      ),
    ]);
    return all.map((slot): Place => ({
      ...{ command, name: slot.name, isRequired: slot.isRequired, ids: slot.kinds },
      ...{ isList: slot.type === 'list', right: rightOf(slot), kind: kindOf(slot) },
      line(own) {
        const { name, isRequired } = slot;
        const given = new Map(right);
        if (own !== undefined && (rivals[command] ?? []).includes(name)) {
          for (const other of Object.keys(company[command] ?? {})) given.delete(other);
        }
        if (own !== undefined || isRequired) given.delete(name);
        // Without an argument there is none behind it either.
        if (own === undefined && isRequired && !name.startsWith('--')) {
          for (const { name: later } of args.slice(args.findIndex((each) => each.name === name)))
            given.delete(later);
        }
        const others = args.map((each) => each.name);
        const before = others.slice(0, Math.max(0, others.indexOf(name)));
        for (const each of before) {
          const other = all.find((one) => one.name === each);
          if (other && !given.has(each)) given.set(each, rightOf(other));
        }
        if (own !== undefined) given.set(name, own);
        return rendered(command, given, others);
      },
    }));
  });
}

/** Flags first and the arguments behind `--`, so that any text can stand in them. */
function rendered(
  command: string,
  given: ReadonlyMap<string, string | null>,
  args: readonly string[],
): readonly string[] {
  const flags = [...given].filter(([name]) => name.startsWith('--'));
  const values = args.flatMap((name) => given.get(name) ?? []);
  return [
    ...command.split(' '),
    ...flags.map(([name, value]) => (value === null ? name : `${name}=${value}`)),
    ...(values.length > 0 ? ['--', ...values] : []),
  ];
}
