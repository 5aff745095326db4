/** What a tool is to the server, its tests and the schemas of its answers. */
import type { z } from 'zod';
import type {
  CommandInput,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../domain/contract/calls.js';
import type { GateInput } from '../../domain/contract/pipeline-calls.js';
import type { QueryMeaning } from '../../service/embedding.js';
import type { ServiceCommandName } from '../../service/index.js';

export type Query = <Name extends QueryName>(
  name: Name,
  input: QueryInput<Name>,
) => Promise<QueryOutput<Name>>;

/** What a running tool has at hand. */
export interface ToolCall {
  /** Under whose name it acts. */
  readonly actor: string;
  readonly query: Query;
  /** Runs as this actor, recorded as coming through this door. */
  readonly command: <Name extends ServiceCommandName>(
    name: Name,
    input: CommandInput<Name>,
  ) => Promise<CommandOutput<Name>>;
  /** What the environment and the working tree tell a gate of the pipeline. */
  gateInput(receipt?: Readonly<Record<string, unknown>>): Promise<GateInput>;
  /** The meaning of what is searched for, where there is a model. */
  meaningOf(text: string): Promise<QueryMeaning>;
  /** Tells the client how far it has come, if it asked. */
  progress(done: number, total: number, message: string): Promise<void>;
}

export interface Tool<Answer extends object = object> {
  readonly title: string;
  /** For the model that chooses: what it does, when to use it. */
  readonly description: string;
  readonly input: z.ZodType<object>;
  /** It changes nothing. */
  readonly reads?: boolean;
  /** Doing it twice is like doing it once. */
  readonly repeatable?: boolean;
  run(input: unknown, call: ToolCall): Promise<Answer>;
}

/** Ties the type of a tool's input to its schema; input is checked before the tool runs. */
export function tool<Input extends z.ZodType<object>, Answer extends object>(
  definition: Omit<Tool<Answer>, 'input' | 'run'> & {
    readonly input: Input;
    run(input: z.infer<Input>, call: ToolCall): Promise<Answer>;
  },
): Tool<Answer> {
  return definition;
}

/** `Answers` says what each tool of a group answers; `schema/mcp-tools.json` is made from it. */
export type ToolTable<Answers extends Readonly<Record<keyof Answers, object>>> = {
  readonly [Name in keyof Answers]: Tool<Answers[Name]>;
};
