/** From a key press to the words’ results, and what the search keeps in memory. */
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { defaultContext } from '../../source/service/context.js';
import { openService, type OpenService } from '../../source/service/open.js';
import { figuresOf, printTable } from './figures.js';
import { makeLines, randomNumbers } from './fuzzy-lines.js';
import { keyPresses } from './search-fuzzy.js';

const rounds = 5;

/** Wall clock beside the process's own time: on a machine that others use, only the second says what the work is. */
export async function latencies(scratch: string): Promise<void> {
  const sizes = (process.env['FLOWDECK_BENCH_SEARCH'] ?? '1000,10000').split(',').map(Number);
  const rows: (string | number)[][] = [];
  for (const size of sizes) rows.push(await latency(scratch, size));
  printTable(
    `From a key press to the words’ results, in the store’s thread; milliseconds, medians of ${rounds} rounds`,
    [
      ...['entries', 'first search', 'p50', 'p95', 'max', 'p50 of own time', 'p95 of own time'],
      'MB of heap kept',
    ],
    rows,
  );
}

async function latency(scratch: string, size: number): Promise<(string | number)[]> {
  const opened = await openService({
    databasePath: path.join(scratch, `entries-${size}.db`),
    create: true,
    context: defaultContext({ actor: 'bench@example.com', origin: 'command' }),
  });
  await addEntries(opened, size);
  const before = keptHeap();
  const ask = async (text: string): Promise<{ wall: number; own: number }> => {
    const [began, used] = [performance.now(), process.cpuUsage()];
    await opened.service.query('search', { text, scope: 'memory', limit: 100 });
    const { user, system } = process.cpuUsage(used);
    return { wall: performance.now() - began, own: (user + system) / 1000 };
  };
  const first = await ask('login');
  const kept = keptHeap() - before;
  const asked = new Map<string, Times>(keyPresses.map((text) => [text, { wall: [], own: [] }]));
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [text, times] of asked) {
      const { wall, own } = await ask(text);
      if (round === 0) continue;
      times.wall.push(wall);
      times.own.push(own);
    }
  }
  await opened.close();
  const medians = (name: keyof Times): number[] =>
    [...asked.values()].map((times) => figuresOf(times[name]).p50);
  const [wall, own] = [figuresOf(medians('wall')), figuresOf(medians('own'))];
  return [String(size), first.wall, wall.p50, wall.p95, wall.maximum, own.p50, own.p95, kept];
}

interface Times {
  readonly wall: number[];
  readonly own: number[];
}

async function addEntries({ database }: OpenService, size: number): Promise<void> {
  const lines = makeLines(3 * size, randomNumbers(9));
  const types = ['pitfall', 'convention', 'decision'];
  const chunk = 2000;
  for (let from = 0; from < size; from += chunk) {
    await database.write(async (transaction) => {
      for (let index = from; index < Math.min(size, from + chunk); index += 1) {
        const [title = '', first = '', second = ''] = lines
          .slice(3 * index, 3 * index + 3)
          .map(({ text }) => text);
        const type = types[index % 3] ?? 'pitfall';
        await transaction.run(
          `INSERT INTO memory (entry_type, title, content, summary, tags, module, created_at)
           VALUES (?, ?, ?, ?, '["bench"]', ?, '2026-01-01T00:00:00.000Z')`,
          [type, title, `${first}. ${second}. no ${index}`, first, `module${index % 17}`],
        );
      }
    });
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** MB that are left once everything that nobody holds is gone. */
function keptHeap(): number {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}
