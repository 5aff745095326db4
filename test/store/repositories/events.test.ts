import { describe, expect, test } from 'vitest';
import { findEvent, insertEvent, listEvents } from '../../../source/store/repositories/events.js';
import { openBench } from '../../service/support/service.js';

const plainEvent = {
  timestamp: '2026-03-01T10:00:00.000Z',
  entityKind: 'task',
  entityId: 'fn-1-x.1',
  epicId: 'fn-1-x',
  taskId: 'fn-1-x.1',
  version: 2,
  commandId: 'c-1',
  actor: null,
  sessionId: 's',
  origin: 'mcp',
  payload: {},
} as const;

describe('the event log', () => {
  test('gives back what was put in, and lists only the names of what changed', async () => {
    const { database } = await openBench();
    const event = {
      ...plainEvent,
      kind: 'task_updated',
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

  test('lists the short values of a change where they are asked for, and never a body', async () => {
    const { database } = await openBench();
    const short = {
      title: 'Old "one"',
      retryCount: 0,
      finishedHint: true,
      assignee: null,
      'phase:1.5': { status: 'active', startedAt: null },
      files: ['a.ts'],
    };
    const before = { ...short, summary: 'x'.repeat(199), body: 'short' };
    const changed = { title: 'New', summary: 'x'.repeat(100), finishedHint: false };
    const after = { ...before, ...changed };
    await database.write((transaction) =>
      insertEvent(transaction, { ...plainEvent, kind: 'task_updated', before, after }),
    );
    const [row] = await database.read((reader) =>
      listEvents(reader, { limit: 10, withValues: true }),
    );
    expect(row?.before).toEqual(short);
    expect(row?.after).toEqual({ ...short, ...changed });
    expect(row?.fields).toEqual(expect.arrayContaining(['body', 'summary']));
  });
});
