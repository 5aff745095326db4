/** Another process at work: makes an epic with a task, then acts on it so often, in so many milliseconds apart. */
import { defaultContext } from '../../../source/service/context.js';
import { openService } from '../../../source/service/open.js';

const [databasePath = '', count = '1', interval = '0'] = process.argv.slice(2);
const { service, database } = await openService({
  databasePath,
  context: defaultContext({ actor: 'outside', origin: 'command' }),
});
const epic = await service.command('epic.create', { title: 'Made outside' });
const task = await service.command('task.create', { epicId: epic.id, title: 'Its task' });
process.send?.({ epicId: epic.id, taskId: task.id });
let done = 0;
const timer = setInterval(() => void act(), Number(interval));

async function act(): Promise<void> {
  const turn = done++;
  if (turn < Number(count)) {
    await service.command('task.create', { epicId: epic.id, title: `Task ${turn}` });
  }
  if (turn >= Number(count) - 1) {
    clearInterval(timer);
    await database.close();
    process.disconnect();
  }
}
