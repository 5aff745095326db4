/** A process that owns a store worker and ends in the way that it is told, without closing the store. */
import { pathToFileURL } from 'node:url';
import { sendTestCall, startStoreWorker } from '../../../source/worker/client.js';

const [databasePath = '', threadFile = '', ending = ''] = process.argv.slice(2);
const store = startStoreWorker({
  databasePath,
  actor: 'owner',
  sessionId: null,
  origin: 'command',
  create: true,
  threadUrl: pathToFileURL(threadFile),
  log: (line) => process.stderr.write(line + '\n'),
});
// Half a second or so inside one statement.
const slow = () =>
  sendTestCall(store, {
    kind: 'test',
    name: 'test.sql',
    mode: 'read',
    sql: `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1500000)
      SELECT count(*) AS count FROM numbers`,
  });

switch (ending) {
  case 'idle':
    await store.ready();
    break;
  case 'opening':
    break;
  case 'working':
    void slow().then(() => process.stderr.write('the statement ended\n'));
    break;
  case 'exit-idle':
    await store.ready();
    process.exit(0);
    break;
  case 'exit-opening':
    process.exit(0);
    break;
  case 'exit-working':
    await store.ready();
    slow().catch(() => undefined);
    // Time for the thread to be inside the statement.
    setTimeout(() => process.exit(0), 100);
    break;
  case 'closed':
    await slow();
    await store.close();
    break;
  default:
    throw new Error(`No such ending: ${ending}`);
}
// The channel to the test must not keep the process alive.
process.disconnect();
