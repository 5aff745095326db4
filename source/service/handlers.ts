import type {
  CommandInput,
  CommandName,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../domain/contract/calls.js';
import type { CommandScope, QueryScope } from './context.js';

/** Commands that read files belong to the layer above; one that waits for a model is no single transaction. */
export type ServiceCommandName = Exclude<
  CommandName,
  'import.run' | 'project.initialise' | 'memory.embed'
>;

export type CommandHandlers<Names extends ServiceCommandName = ServiceCommandName> = {
  readonly [Name in Names]: (
    scope: CommandScope,
    input: CommandInput<Name>,
  ) => Promise<CommandOutput<Name>>;
};

export type QueryHandlers<Names extends QueryName = QueryName> = {
  readonly [Name in Names]: (
    scope: QueryScope,
    input: QueryInput<Name>,
  ) => Promise<QueryOutput<Name>>;
};
