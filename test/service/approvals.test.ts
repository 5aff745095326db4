import { expect, test } from 'vitest';
import { codeOf, errorOf, latestEvent, makeEpic, openBench } from './support/service.js';

test('an approval is asked for, and answered once', async () => {
  const bench = await openBench('worker-1');
  const { epic, task } = await makeEpic(bench.service, 1);
  const { approval } = await bench.service.command('approval.create', {
    taskId: 'fn-1.1',
    kind: 'file_access',
    question: ' May I edit the lock file? ',
    payload: { files: ['package-lock.json'] },
  });
  expect(approval).toMatchObject({
    id: 'apv-80000000',
    epicId: epic,
    taskId: task(1),
    kind: 'file_access',
    question: 'May I edit the lock file?',
    payload: { files: ['package-lock.json'] },
    status: 'pending',
    requestedBy: 'worker-1',
    resolvedBy: null,
  });
  expect(await latestEvent(bench.service)).toMatchObject({
    kind: 'approval_requested',
    entityKind: 'approval',
    entityId: approval.id,
    taskId: task(1),
  });

  const person = bench.beside('ada');
  const answered = await person.command('approval.resolve', {
    id: approval.id,
    decision: 'rejected',
    reason: 'Use the registry.',
  });
  expect(answered.approval).toMatchObject({
    status: 'rejected',
    resolvedBy: 'ada',
    reason: 'Use the registry.',
  });
  expect(await latestEvent(bench.service)).toMatchObject({
    kind: 'approval_rejected',
    before: { status: 'pending' },
    after: { status: 'rejected', resolvedBy: 'ada' },
    payload: { requestedBy: 'worker-1', reason: 'Use the registry.' },
  });
  expect(await bench.service.query('approval.detail', { id: approval.id })).toEqual(
    answered.approval,
  );
  const again = await errorOf(
    person.command('approval.resolve', { id: approval.id, decision: 'approved' }),
  );
  expect([again.code, again.message]).toEqual([
    'approval.resolved',
    'apv-80000000 was rejected by ada already.',
  ]);
});

test('approvals are listed by status and task, the oldest first', async () => {
  const { service } = await openBench();
  const { task } = await makeEpic(service, 2);
  const ask = (question: string, taskId?: string) =>
    service.command('approval.create', { question, ...(taskId && { taskId }) });
  const first = await ask('One?', task(1));
  await ask('Two?', task(2));
  await ask('Three?');
  await service.command('approval.resolve', { id: first.approval.id, decision: 'approved' });
  const questions = async (input: { status?: 'pending' | 'approved'; taskId?: string }) =>
    (await service.query('approvals.list', input)).map(({ question }) => question);
  expect(await questions({})).toEqual(['One?', 'Two?', 'Three?']);
  expect(await questions({ status: 'pending' })).toEqual(['Two?', 'Three?']);
  expect(await questions({ taskId: task(1) })).toEqual(['One?']);
});

test('what is no approval is refused', async () => {
  const { service } = await openBench();
  expect(await codeOf(service.command('approval.create', { question: ' ' }))).toBe(
    'approval.empty',
  );
  expect(await codeOf(service.query('approval.detail', { id: 'apv-1' }))).toBe(
    'approval.not_found',
  );
});

test('a question can be taken back, an answer cannot', async () => {
  const { service } = await openBench();
  await service.command('approval.create', { question: 'Never mind?' });
  await service.command('history.undo', {});
  expect(await service.query('approvals.list', {})).toEqual([]);
  await service.command('history.redo', {});
  expect(await service.query('approvals.list', {})).toHaveLength(1);
  const { approval } = await service.command('approval.create', { question: 'May I?' });
  await service.command('approval.resolve', { id: approval.id, decision: 'approved' });
  const [answer] = await service.query('events.list', { kind: 'approval_granted' });
  expect(
    await codeOf(service.command('history.undo', { commandId: answer?.commandId ?? '' })),
  ).toBe('undo.impossible');
  // Nor the question that it answers: what was done before is next.
  await service.command('history.undo', {});
  expect((await service.query('approvals.list', {})).map(({ id }) => id)).toEqual([approval.id]);
});
