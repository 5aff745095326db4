/** Fills a new database with epics of 25 tasks each, in chains with branches. Arguments: database path, tasks. */
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';

const [databasePath = '', tasks = '1000'] = process.argv.slice(2);
const perEpic = 25;
const verbs = ['keep', 'show', 'retry', 'cache', 'sort', 'split', 'guard', 'trace', 'merge'];
const objects = ['the queue', 'old sessions', 'a cursor', 'file locks', 'the import', 'each row'];
const circumstances = [
  'on resize',
  'while idle',
  'after a crash',
  'by age',
  'in tests',
  'at start',
];

/** Titles as different from each other as people's are. */
function aboutOf(epic: number, number: number): string {
  const turn = epic * 11 + number * 5;
  const word = (words: readonly string[], step: number): string =>
    words[Math.floor(turn / step) % words.length] ?? '';
  return [word(verbs, 1), word(objects, 2), word(circumstances, 3)].join(' ');
}

const opened = await openService({
  databasePath,
  create: true,
  context: defaultContext({ actor: 'bench@example.com', origin: 'command' }),
});
for (let epicNumber = 1; epicNumber <= Math.ceil(Number(tasks) / perEpic); epicNumber += 1) {
  const epic = await opened.service.command('epic.create', {
    title: `Capability ${epicNumber}: ${aboutOf(epicNumber, 0)}`,
  });
  const ids: string[] = [];
  for (let number = 1; number <= perEpic; number += 1) {
    const dependsOn = [ids[number - 2], ids[number - 5]].filter((id) => id !== undefined);
    const task = await opened.service.command('task.create', {
      epicId: epic.id,
      title: `Step ${number} of capability ${epicNumber}, ${aboutOf(epicNumber, number)}`,
      dependsOn: number % 3 === 0 ? dependsOn : dependsOn.slice(1),
    });
    ids.push(task.id);
  }
}
await opened.close();
