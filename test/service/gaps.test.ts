import { describe, expect, test } from 'vitest';
import { gapId } from '../../source/service/gap-id.js';
import { listOpenBlockingGaps } from '../../source/store/repositories/gaps.js';
import { codeOf, latestEvent, makeEpic, openBench } from './support/service.js';

describe('gaps', () => {
  test('have the id that other programs give them', () => {
    // printf 'fn-1-auth:password reset' | sha256sum
    expect(gapId('fn-1-auth', ' Password Reset ')).toBe('gap-a2ecffda');
  });

  test('are added once, and known again however they are typed', async () => {
    const { service } = await openBench();
    const { epic, task } = await makeEpic(service, 1);
    const added = await service.command('gap.add', {
      epicId: 'fn-1',
      capability: ' Password reset ',
      taskId: 'fn-1.1',
      source: 'review-1',
    });
    expect(added).toMatchObject({
      created: true,
      reopened: false,
      gap: { epicId: epic, taskId: task(1), capability: 'Password reset', priority: 'required' },
    });
    expect(await latestEvent(service)).toMatchObject({
      kind: 'gap_added',
      entityKind: 'gap',
      entityId: added.gap.id,
      epicId: epic,
      taskId: task(1),
      before: {},
      after: { capability: 'Password reset', capabilityKey: 'password reset', status: 'open' },
    });
    const again = await service.command('gap.add', {
      epicId: epic,
      capability: 'password RESET',
      priority: 'nice-to-have',
    });
    expect(again).toEqual({ gap: added.gap, created: false, reopened: false });
    expect(await service.query('events.list', { kind: 'gap_added' })).toHaveLength(1);
  });

  test('are resolved once, by id or by what they are about, and open again when met again', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    const { gap } = await service.command('gap.add', { epicId: epic, capability: 'Logs' });
    const resolved = await service.command('gap.resolve', {
      epicId: epic,
      capability: 'LOGS',
      evidence: '1a2b3c4',
    });
    expect(resolved).toMatchObject({
      changed: true,
      gap: { id: gap.id, status: 'resolved', evidence: '1a2b3c4' },
    });
    expect(await service.command('gap.resolve', { id: gap.id })).toMatchObject({ changed: false });
    expect(await service.query('gaps.list', { epicId: epic, status: 'open' })).toEqual([]);
    expect(await service.command('gap.add', { epicId: epic, capability: 'Logs' })).toMatchObject({
      created: false,
      reopened: true,
      gap: { id: gap.id, status: 'open', evidence: null, resolvedAt: null },
    });
  });

  test('stand in the way of closing while they are open and not merely nice to have', async () => {
    const { service, database } = await openBench();
    const { epic } = await makeEpic(service, 0);
    const add = (capability: string, priority: 'required' | 'important' | 'nice-to-have') =>
      service.command('gap.add', { epicId: epic, capability, priority });
    await add('A', 'required');
    await add('B', 'important');
    await add('C', 'nice-to-have');
    await add('D', 'required');
    await service.command('gap.resolve', { epicId: epic, capability: 'D' });
    const blocking = await database.read((reader) => listOpenBlockingGaps(reader, epic));
    expect(blocking.map(({ capability }) => capability)).toEqual(['A', 'B']);
  });

  test('follow a renamed epic and go with a deleted one', async () => {
    const bench = await openBench();
    const { epic } = await makeEpic(bench.service, 0);
    await bench.service.command('gap.add', { epicId: epic, capability: 'A' });
    await bench.execute("UPDATE epics SET id = 'fn-1-other'");
    expect(
      await bench.service.command('gap.add', { epicId: 'fn-1-other', capability: 'a' }),
    ).toMatchObject({ created: false, gap: { epicId: 'fn-1-other' } });
    await bench.execute('DELETE FROM epics');
    expect(await bench.service.query('gaps.list', {})).toEqual([]);
  });

  test('that are none are refused', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    expect(await codeOf(service.command('gap.add', { epicId: epic, capability: ' ' }))).toBe(
      'gap.empty',
    );
    expect(await codeOf(service.command('gap.resolve', { id: 'gap-00000000' }))).toBe(
      'gap.not_found',
    );
    expect(await codeOf(service.command('gap.resolve', { capability: 'A' }))).toBe('usage.invalid');
  });

  test('can be taken back, added or resolved', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    const gap = { epicId: epic, capability: 'A' };
    await service.command('gap.add', gap);
    await service.command('gap.resolve', { ...gap, evidence: 'abc' });
    const list = async () =>
      (await service.query('gaps.list', {})).map(({ status, evidence }) => [status, evidence]);
    await service.command('history.undo', {});
    expect(await list()).toEqual([['open', null]]);
    await service.command('history.undo', {});
    expect(await list()).toEqual([]);
    const events = await service.query('events.list', { limit: 2 });
    expect(events.map(({ kind }) => kind)).toEqual(['gap_withdrawn', 'gap_added']);
    await service.command('history.redo', {});
    await service.command('history.redo', {});
    expect(await list()).toEqual([['resolved', 'abc']]);
  });

  test('keep an epic open (mends: the gate of closing never saw a gap)', async () => {
    const { service } = await openBench();
    const { epic } = await makeEpic(service, 0);
    await service.command('gap.add', { epicId: epic, capability: 'A' });
    expect(await codeOf(service.command('epic.close', { id: epic }))).toBe('epic.gaps_open');
    await service.command('gap.resolve', { epicId: epic, capability: 'A' });
    expect(await codeOf(service.command('epic.close', { id: epic }))).toBe('no error');
  });
});
