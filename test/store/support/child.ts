/**
 * One process of the tests with several. It prints `ready`, waits for a line, does what its first argument says, and
 * prints what it acknowledges or found, one line each.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { migrations } from '../../../source/store/migrations/index.js';
import { openDatabase } from '../../../source/store/open.js';

const [task, file = '', ...numbers] = process.argv.slice(2);
const [count = 0, busyTimeoutMilliseconds = 250] = numbers.map(Number);

/** Written at once: what is printed is acknowledged, even if the process is killed right after. */
const print = (line: string): void => void writeSync(1, `${line}\n`);

/** A second step of the schema, to upgrade to. */
const later = [
  ...migrations,
  { version: migrations.length + 1, sql: 'CREATE TABLE added (a); INSERT INTO added VALUES (1);' },
];

const tasks: Readonly<Record<string, () => Promise<void>>> = {
  /** Read, modify and write, with an event, as often as told. */
  increment: async () => {
    const database = await openDatabase(file, { create: true, busyTimeoutMilliseconds });
    for (let number = 0; number < count; number += 1) {
      const id = `${process.pid}-${number}`;
      await database.write(async (transaction) => {
        const row = await transaction.get<{ value: string }>(
          "SELECT value FROM configuration WHERE key = 'counter'",
        );
        await transaction.run(
          `INSERT INTO configuration (key, value) VALUES ('counter', ?)
           ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
          [String(Number(row?.value ?? 0) + 1)],
        );
        await transaction.run(
          `INSERT INTO events (timestamp, event_type, entity_kind, entity_id, command_id, origin)
           VALUES (?, 'task_started', 'task', 'fn-1.1', ?, 'command')`,
          ['2024-05-01T00:00:00.000Z', id],
        );
      });
      print(id);
    }
    await database.close();
  },
  open: async () => {
    const database = await openDatabase(file, { create: true });
    print(JSON.stringify(database.identity));
    await database.close();
  },
  upgrade: async () => {
    const database = await openDatabase(file, { migrations: later });
    print(JSON.stringify(database.identity));
    await database.close();
  },
  /** As many statements without a pause, then by how many megabytes the process grew. */
  memory: async () => {
    const database = await openDatabase(file, { create: true });
    const statements = async (many: number): Promise<void> => {
      await database.write(async (transaction) => {
        for (let number = 0; number < many; number += 1)
          await transaction.get('SELECT ?', [number]);
      });
      for (let number = 0; number < many / 4; number += 1) {
        await database.read((reader) => reader.get('SELECT ?', [number]));
      }
    };
    await statements(count / 10);
    const before = process.memoryUsage().rss;
    await statements(count);
    print(String((process.memoryUsage().rss - before) / 1e6));
    await database.close();
  },
};

print('ready');
await once(process.stdin, 'data');
await tasks[task ?? '']?.();
process.stdin.destroy();
