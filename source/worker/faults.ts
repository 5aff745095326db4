/** What only test builds can do: stop the thread, let it die, and run raw SQL. */
import type { Database, Reader } from '../store/types.js';
import { panic, passGate } from './gate.js';
import type { TestCall } from './protocol.js';

export async function runTestCall(database: Database, call: TestCall): Promise<unknown> {
  switch (call.name) {
    case 'test.pause':
      await passGate(call.gate);
      return null;
    case 'test.panic':
      return panic();
    case 'test.sql': {
      const run = (reader: Reader) => reader.all(call.sql, call.args ?? []);
      const rows = await (call.mode === 'write' ? database.write(run) : database.read(run));
      if (call.gate) await passGate(call.gate);
      return rows;
    }
  }
}
