/** The state of the work, in the few lines that an agent is to have before its eyes. */
import type { TaskRow } from '../../domain/contract/rows.js';
import type { Opened } from '../project.js';
import { oneLine } from '../text.js';

/** More of a kind is told as a number. */
const most = 10;

export async function stateLines({ service }: Opened): Promise<readonly string[]> {
  const tasks = await service.query('tasks.list', {});
  const { ready } = await service.query('ready.list', {});
  const locks = await service.query('locks.list', { now: new Date().toISOString() });
  const inStatus = (status: TaskRow['status']): readonly TaskRow[] =>
    tasks.filter((task) => task.status === status);
  return [
    ...section('In progress', inStatus('in_progress'), ({ id, title, assignee, phase }) => {
      const at = phase === null ? '' : `, phase ${phase.id} ${phase.title}`;
      return `${id}: ${oneLine(title)} (${assignee ?? 'nobody'}${at})`;
    }),
    ...section('Blocked', inStatus('blocked'), ({ id, title, blockedReason }) => {
      const reason = oneLine(blockedReason ?? '');
      return `${id}: ${oneLine(title)}${reason === '' ? '' : ` (${reason})`}`;
    }),
    ...section('Ready', ready, ({ id, title }) => `${id}: ${oneLine(title)}`),
    ...section('Locked files', locks, ({ path, taskId, mode }) => `${path} (${taskId}, ${mode})`),
  ];
}

function section<Item>(
  title: string,
  items: readonly Item[],
  lineOf: (item: Item) => string,
): readonly string[] {
  if (items.length === 0) return [];
  const more = items.length - most;
  return [
    `${title}:`,
    ...items.slice(0, most).map((item) => `- ${lineOf(item)}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}
