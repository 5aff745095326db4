/**
 * A process that writes to a database at a steady rate, as agents do: it blocks and unblocks one task in turn, each
 * block with its number as the reason, and tells its parent when each write was acknowledged.
 * Arguments: database path, task id, first number (odd), writes, milliseconds between them.
 */
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';

const [databasePath = '', id = '', first = '1', writes = '0', interval = '0'] =
  process.argv.slice(2);
const opened = await openService({
  databasePath,
  context: defaultContext({ actor: 'bench@example.com', origin: 'command' }),
});
const began = performance.now();
for (let write = 0; write < Number(writes); write += 1) {
  const number = Number(first) + write;
  const due = began + (write + 1) * Number(interval);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  if (number % 2 === 1) await opened.service.command('task.block', { id, reason: `w${number}` });
  else await opened.service.command('task.unblock', { id });
  process.send?.({ number, at: Date.now() });
}
await opened.close();
process.disconnect();
