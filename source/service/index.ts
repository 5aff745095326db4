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
import { agentQueries } from './agents.js';
import { approvalCommands, approvalQueries } from './approvals.js';
import type { ServiceContext } from './context.js';
import { gapCommands, gapQueries } from './gaps.js';
import type { CommandHandlers, QueryHandlers, ServiceCommandName } from './handlers.js';
import { batchCommands } from './batch-commands.js';
import { dependencyQueries } from './dependency-choice.js';
import { epicEditCommands } from './epic-edit.js';
import { epicRenameCommands } from './epic-rename.js';
import { epicStatusCommands } from './epic-status.js';
import { inboxQueries } from './inbox.js';
import { checkpointCommands, checkpointQueries } from './checkpoint.js';
import { configurationCommands, configurationQueries } from './configuration.js';
import { exportQueries } from './export.js';
import { healthQueries } from './health.js';
import { lifecycle } from './lifecycle.js';
import { lockCommands, lockQueries } from './locks.js';
import { memoryAddCommands } from './memory-add.js';
import { memoryChangeCommands } from './memory-change.js';
import { memoryImportCommands } from './memory-import.js';
import { memoryInjectCommands } from './memory-inject.js';
import { memoryReadQueries } from './memory-read.js';
import { memoryRelatedQueries } from './memory-related.js';
import { memorySettingsCommands, memorySettingsQueries } from './memory-settings.js';
import { memoryQueries } from './memory.js';
import { newsQueries } from './news.js';
import { messageCommands, messageQueries } from './messages.js';
import { phases } from './phases.js';
import { pipelineCommands, pipelineQueries } from './pipeline.js';
import { planning } from './planning.js';
import { queries } from './queries.js';
import { recoverCommands } from './recover.js';
import { records } from './records.js';
import { resetCommands } from './reset.js';
import { searchQueries } from './search.js';
import { statsCommands, statsQueries } from './stats.js';
import { taskEditCommands } from './task-edit.js';
import { splitCommands } from './task-split.js';
import { historyQueries } from './undo/history.js';
import { undoCommands } from './undo/index.js';

export type { ServiceCommandName } from './handlers.js';

/** One handler for each call of the contract: a missing one does not compile. */
const commandHandlers: CommandHandlers = {
  ...lifecycle,
  ...planning,
  ...phases,
  ...memorySettingsCommands,
  ...memoryAddCommands,
  ...memoryChangeCommands,
  ...memoryInjectCommands,
  ...memoryImportCommands,
  ...records,
  ...taskEditCommands,
  ...splitCommands,
  ...resetCommands,
  ...batchCommands,
  ...epicEditCommands,
  ...epicStatusCommands,
  ...epicRenameCommands,
  ...undoCommands,
  ...lockCommands,
  ...gapCommands,
  ...approvalCommands,
  ...messageCommands,
  ...statsCommands,
  ...configurationCommands,
  ...pipelineCommands,
  ...recoverCommands,
  ...checkpointCommands,
};
const queryHandlers: QueryHandlers = {
  ...queries,
  ...newsQueries,
  ...memoryQueries,
  ...searchQueries,
  ...memorySettingsQueries,
  ...memoryReadQueries,
  ...memoryRelatedQueries,
  ...dependencyQueries,
  ...historyQueries,
  ...lockQueries,
  ...gapQueries,
  ...approvalQueries,
  ...messageQueries,
  ...statsQueries,
  ...inboxQueries,
  ...agentQueries,
  ...configurationQueries,
  ...pipelineQueries,
  ...healthQueries,
  ...checkpointQueries,
  ...exportQueries,
};

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
  return {
    async command(name, input, override = {}, options = {}) {
      const handler = handlerOf(commandHandlers, name);
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
      const handler = handlerOf(queryHandlers, name);
      return database.read((reader) => handler({ reader, database }, input), options);
    },
  };
}

/** Names come from other threads and processes too. */
function handlerOf<Handlers extends object, Name extends keyof Handlers>(
  handlers: Handlers,
  name: Name,
): Handlers[Name] {
  if (Object.hasOwn(handlers, name)) return handlers[name];
  throw new FlowdeckError('usage.invalid', `There is no call named ${String(name)}.`);
}
