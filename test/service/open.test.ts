import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';
import { codeOf } from './support/service.js';

test('a service opens its own database, and makes one only when told to', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T10:00:00.000Z') });
  onTestFinished(() => void vi.useRealTimers());
  const directory = await mkdtemp(path.join(tmpdir(), 'flowdeck-open-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const databasePath = path.join(directory, 'deep', 'flowdeck.db');
  const context = defaultContext({ actor: 'ada' });
  expect(await codeOf(openService({ databasePath, context }))).toBe('store.cannot_open');

  const first = await openService({ databasePath, context, create: true });
  const { id } = await first.service.command('epic.create', { title: 'Kept' });
  await first.close();

  const second = await openService({ databasePath, context });
  expect(await second.service.query('id.resolve', { id: 'fn-1' })).toEqual({ kind: 'epic', id });
  const [event] = await second.service.query('events.list', {});
  expect(event).toMatchObject({ actor: 'ada', sessionId: null, origin: 'command' });
  expect(event?.timestamp).toBe('2026-03-01T10:00:00.000Z');
  await second.close();
  expect(await codeOf(second.service.query('totals', {}))).toMatch(/^store\.clos/);
});
