/** What a command is to the parser, the help, the README and the tests. */
import type { Io } from './io.js';
import type { Invocation } from './invocation.js';
import type { Project } from './project.js';

export type FlagType =
  | 'switch'
  | 'text'
  | 'integer'
  /** Separated by commas, or given several times. */
  | 'list';

export interface FlagDefinition {
  readonly type: FlagType;
  readonly summary: string;
  /** What the value is called in the help, such as `FILE`; `values.ts` says what it stands for by that. */
  readonly value?: string;
  /** One letter. */
  readonly short?: string;
  readonly required?: boolean;
  /** Of a text: must not be empty, as names of files and ids never may: an unset variable in a script names nobody. */
  readonly filled?: boolean;
  /** Also found in other letter cases, and with `-` or nothing in place of `_`. */
  readonly choices?: readonly string[];
  readonly ids?: IdKind;
  /** Of an integer. */
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface ArgumentDefinition {
  /** As the help shows it, such as `TASK`; `values.ts` says what it stands for by that. */
  readonly name: string;
  readonly optional?: boolean;
  /** Takes all that follow; only the last one. */
  readonly repeated?: boolean;
  /** Found as those of a flag are. */
  readonly choices?: readonly string[];
  readonly ids?: IdKind;
}

/** What a value may name, where what it is called (`EPIC`, `TASK`) does not say it. */
export type IdKind = 'epic' | 'task' | 'memory' | 'gap' | 'approval' | 'checkpoint' | 'action';

/**
 * What the commands are about, in the order of the help; `flowdeck help KEY` shows one group, so no key is the name of a
 * command.
 */
export const commandGroups = {
  project: 'Project',
  read: 'Look',
  plan: 'Plan',
  work: 'Work',
  pipeline: 'Pipeline of an epic',
  gates: 'Gates: checks and reviews',
  together: 'Working together',
  memory: 'Memory',
  upkeep: 'Memory: upkeep and exchange',
  watch: 'Watch',
  figures: 'Figures',
  recovery: 'Recovery and exchange',
  health: 'Settings and health',
  integration: 'For agents and shells',
} as const;
export type CommandGroup = keyof typeof commandGroups;

/** What a command answers; the runner prints it in one of the two forms. */
export interface Answer<Json extends object = object> {
  /** Data at the top level beside `success`, keys in snake case. */
  readonly json: Json;
  /** Lines without control characters of our own; made only when they are printed. */
  readonly text: () => readonly string[];
  readonly exitCode?: number;
}

/** What a running command has at hand. */
export interface CommandContext {
  readonly io: Io;
  readonly invocation: Invocation;
  readonly project: Project;
  /** True with `--json`. */
  readonly json: boolean;
  readonly ascii: boolean;
  readonly colour: boolean;
}

/** Resolves with the exit code, or null for 0, when the command has printed for itself. */
export type CommandBody<Json extends object = object> = (
  context: CommandContext,
) => Promise<Answer<Json> | number | null>;

/** @typeParam Json what it prints with `--json`; `never` for one that always prints for itself */
export interface CommandDefinition<Json extends object = object> {
  readonly summary: string;
  readonly group: CommandGroup;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly flags?: Readonly<Record<string, FlagDefinition>>;
  readonly example: string;
  /** Not shown in help; for the program's own use. */
  readonly hidden?: boolean;
  /** Loads only the command's own chunk. */
  readonly load: () => Promise<CommandBody<Json>>;
}

/**
 * A group of commands. `Answers` says what each prints with `--json`: the bodies are held to it, and the schemas under
 * `schema/` are made from it.
 */
export type CommandTable<Answers extends Readonly<Record<keyof Answers, object>>> = {
  readonly [Name in keyof Answers]: CommandDefinition<Answers[Name]>;
};
