/** A service on a database of its own, for a command that runs once. */
import { openDatabase } from '../store/open.js';
import type { Database } from '../store/types.js';
import type { ServiceContext } from './context.js';
import { createService, type Service } from './index.js';

export interface OpenService {
  readonly service: Service;
  readonly database: Database;
  /** What is damaged in the file, a line each; empty when all is well. */
  readonly check: () => Promise<readonly string[]>;
  close(): Promise<void>;
}

/** @throws FlowdeckError the `store.*` errors of opening */
export async function openService(options: {
  readonly databasePath: string;
  readonly context: ServiceContext;
  /** Make the database where there is none. */
  readonly create?: boolean;
  /** Only look: nothing is made, upgraded or waited for, and commands fail. */
  readonly readOnly?: boolean;
}): Promise<OpenService> {
  const { databasePath, context, create = false, readOnly = false } = options;
  const database = await openDatabase(databasePath, { create, readOnly });
  return {
    service: createService(database, context),
    database,
    check: async () => (await import('../store/maintenance.js')).quickCheck(database),
    close: () => database.close(),
  };
}
