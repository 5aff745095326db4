/** Fills a new database with epics of 25 tasks each, in chains with branches. Arguments: database path, tasks. */
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';

const [databasePath = '', tasks = '1000'] = process.argv.slice(2);
const perEpic = 25;
const opened = await openService({
  databasePath,
  create: true,
  context: defaultContext({ actor: 'bench@example.com', origin: 'command' }),
});
for (let epicNumber = 1; epicNumber <= Math.ceil(Number(tasks) / perEpic); epicNumber += 1) {
  const epic = await opened.service.command('epic.create', { title: `Capability ${epicNumber}` });
  const ids: string[] = [];
  for (let number = 1; number <= perEpic; number += 1) {
    const dependsOn = [ids[number - 2], ids[number - 5]].filter((id) => id !== undefined);
    const task = await opened.service.command('task.create', {
      epicId: epic.id,
      title: `Step ${number} of capability ${epicNumber}`,
      dependsOn: number % 3 === 0 ? dependsOn : dependsOn.slice(1),
    });
    ids.push(task.id);
  }
}
await opened.close();
