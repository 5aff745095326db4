import { describe, expect, test } from 'vitest';
import { findEvent, insertEvent, listEvents } from '../../../source/store/repositories/events.js';
import { openBench } from '../../service/support/service.js';

describe('the event log', () => {
  test('gives back what was put in, and lists only the names of what changed', async () => {
    const { database } = await openBench();
    const event = {
      timestamp: '2026-03-01T10:00:00.000Z',
      kind: 'task_updated',
      entityKind: 'task',
      entityId: 'fn-1-x.1',
      epicId: 'fn-1-x',
      taskId: 'fn-1-x.1',
      version: 2,
      commandId: 'c-1',
      actor: null,
      sessionId: 's',
      origin: 'mcp',
      before: { title: 'Old', labels: ['a'] },
      after: { title: 'New\0 "quoted" \ud800', body: 'x'.repeat(100_000) },
      payload: { forced: true },
      undoes: null,
    } as const;
    const id = await database.write((transaction) => insertEvent(transaction, event));
    const full = await database.read((reader) => findEvent(reader, id));
    expect(full).toEqual({ ...event, id, fields: ['body', 'labels', 'title'] });
    const [row] = await database.read((reader) => listEvents(reader, { limit: 10 }));
    expect(row).not.toHaveProperty('after');
    expect(JSON.stringify(row).length).toBeLessThan(500);
    expect(await database.read((reader) => findEvent(reader, id + 1))).toBeNull();
  });
});
