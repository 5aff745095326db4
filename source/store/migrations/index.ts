import { initialSchema } from './001-initial.js';
import { vectors } from './002-vectors.js';
import { fullText } from './003-full-text.js';
import { coordination } from './004-coordination.js';

export interface Migration {
  /** The `user_version` after it; they rise by one. */
  readonly version: number;
  /** Any number of statements, run in one transaction together with the version. */
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  { version: 1, sql: initialSchema },
  { version: 2, sql: vectors },
  { version: 3, sql: fullText },
  { version: 4, sql: coordination },
];
