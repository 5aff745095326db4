/** The use cases behind every front door: typed calls in, plain JSON out. */
import type {
  CommandInput,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../domain/contract/calls.js';
import { FlowdeckError } from '../domain/errors.js';
import type { CallOptions, Database } from '../store/types.js';
import type { ServiceContext } from './context.js';
import { commandHandler, queryHandler } from './groups/index.js';
import type { ServiceCommandName } from './handlers.js';

export type { ServiceCommandName } from './handlers.js';

export interface Service {
  /**
   * Runs a command in one transaction.
   * @param context replaces parts of the service's own context for this one action
   */
  command<Name extends ServiceCommandName>(
    name: Name,
    input: CommandInput<Name>,
    context?: Partial<ServiceContext>,
    options?: CallOptions,
  ): Promise<CommandOutput<Name>>;
  query<Name extends QueryName>(
    name: Name,
    input: QueryInput<Name>,
    options?: CallOptions,
  ): Promise<QueryOutput<Name>>;
}

export function createService(database: Database, context: ServiceContext): Service {
  const inTurn = createTurns();
  return {
    async command(name, input, override = {}, options = {}) {
      const handler = known(name, await inTurn(() => commandHandler(name)));
      const own = { ...context, ...override };
      const commandId = own.newId();
      return database.write(
        (transaction) =>
          handler(
            {
              transaction,
              actor: own.actor,
              sessionId: own.sessionId,
              origin: own.origin,
              commandId,
              // Read once the write lock is held, so that times rise with the log.
              now: own.now(),
              random: () => own.random(),
            },
            input,
          ),
        options,
      );
    },

    async query(name, input, options = {}) {
      const handler = known(name, await inTurn(() => queryHandler(name)));
      return database.read((reader) => handler({ reader, database }, input), options);
    },
  };
}

/** Calls reach the database in the order they were made in, however long the handlers of one take to load. */
function createTurns(): <Loaded>(load: () => Promise<Loaded>) => Promise<Loaded> {
  let last: Promise<unknown> = Promise.resolve();
  return (load) => {
    const next = last.then(load, load);
    last = next;
    return next;
  };
}

function known<Handler>(name: string, handler: Handler | undefined): Handler {
  if (handler !== undefined) return handler;
  throw new FlowdeckError('usage.invalid', `There is no call named ${name}.`);
}
