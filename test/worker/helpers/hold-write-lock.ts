/** Holds the write lock of a database until it is told to end. */
import { createClient } from '@libsql/client/sqlite3';
import { pathToFileURL } from 'node:url';

const client = createClient({
  url: pathToFileURL(process.argv[2] ?? '').href,
  concurrency: 1,
});
const transaction = await client.transaction('write');
process.send?.('held');
process.once('message', () => {
  void transaction.rollback().then(() => process.disconnect());
});
