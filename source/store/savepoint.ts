import type { Transaction } from './types.js';

/** Does work that leaves nothing behind when it throws, and leaves the transaction as good as before. */
export async function inSavepoint<Result>(
  transaction: Transaction,
  work: () => Promise<Result>,
): Promise<Result> {
  await transaction.run('SAVEPOINT work');
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await transaction.run('ROLLBACK TO work');
    await transaction.run('RELEASE work');
    throw error;
  }
  await transaction.run('RELEASE work');
  return result;
}
