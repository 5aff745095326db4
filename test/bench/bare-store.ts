/** The thread behind the bare screen: opens the database as the cockpit's does and sends a row for each of its tasks. */
import { parentPort, workerData } from 'node:worker_threads';
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';

const { service } = await openService({
  databasePath: String(workerData),
  context: defaultContext({ actor: 'bench@example.com', origin: 'cockpit' }),
});
const { epics } = await service.query('overview', { eventLimit: 500 });
const shown = epics.slice(0, 16);
const rows: string[] = [];
for (const { id, title } of shown) {
  const tasks = await service.query('tasks.list', { epicId: id });
  rows.push(
    ...tasks.map(
      (task) => `│ ○ ${task.title.padEnd(40)} │ ${task.id.padEnd(30)} │ ${title.padEnd(40)} │ todo`,
    ),
  );
}
parentPort?.postMessage(rows);
