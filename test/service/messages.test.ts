import { describe, expect, test } from 'vitest';
import type { MessageRow } from '../../source/domain/contract/coordination-calls.js';
import { codeOf, latestEvent, makeEpic, openBench } from './support/service.js';

const texts = ({ messages }: { readonly messages: readonly MessageRow[] }) =>
  messages.map(({ text }) => text);

describe('a message', () => {
  test('to an actor reaches it with its next heartbeat, once', async () => {
    const bench = await openBench('ada');
    const { task } = await makeEpic(bench.service, 2);
    const { id } = await bench.service.command('message.send', {
      to: 'worker-1',
      text: ' Take the other branch. ',
    });
    expect(await latestEvent(bench.service)).toMatchObject({
      id,
      kind: 'message_sent',
      entityKind: 'agent',
      entityId: 'worker-1',
      payload: { to: 'worker-1', message: 'Take the other branch.' },
    });
    const beat = (actor: string, number: number) =>
      bench.beside(actor).command('heartbeat.record', { taskId: task(number) });
    expect(texts(await beat('worker-2', 2))).toEqual([]);
    const { messages } = await beat('worker-1', 1);
    expect(messages).toMatchObject([
      { id, from: 'ada', to: 'worker-1', taskId: null, text: 'Take the other branch.' },
    ]);
    expect(messages[0]?.deliveredAt).not.toBeNull();
    expect(texts(await beat('worker-1', 1))).toEqual([]);
    expect(await bench.service.query('messages.list', { actor: 'worker-1' })).toEqual(messages);
  });

  test('to a task reaches whoever works on it, with a heartbeat or the next phase', async () => {
    const bench = await openBench('ada');
    const { epic, task } = await makeEpic(bench.service, 2);
    const worker = bench.beside('worker-1');
    await bench.service.command('message.send', { taskId: 'fn-1.1', text: 'One' });
    expect(await latestEvent(bench.service)).toMatchObject({
      entityKind: 'task',
      entityId: task(1),
      epicId: epic,
      taskId: task(1),
    });
    await bench.service.command('message.send', { taskId: task(2), text: 'Two' });
    expect(texts(await worker.command('phase.next', { taskId: task(1) }))).toEqual(['One']);
    expect(texts(await worker.command('heartbeat.record', { taskId: task(2) }))).toEqual(['Two']);
    expect(texts(await worker.command('heartbeat.record', { taskId: task(1) }))).toEqual([]);
  });

  test('about a task to an actor is for the actor alone', async () => {
    const bench = await openBench('ada');
    const { task } = await makeEpic(bench.service, 1);
    await bench.service.command('message.send', { to: 'b', taskId: task(1), text: 'Help' });
    const beat = (actor: string) =>
      bench.beside(actor).command('heartbeat.record', { taskId: task(1) });
    expect(texts(await beat('a'))).toEqual([]);
    expect(texts(await beat('b'))).toEqual(['Help']);
  });

  test('is also taken by asking for it, with those of the tasks one holds', async () => {
    const bench = await openBench('ada');
    const { task } = await makeEpic(bench.service, 2);
    const worker = bench.beside('worker-1');
    await worker.command('task.start', { id: task(1) });
    for (const number of [1, 2]) {
      await bench.service.command('message.send', { taskId: task(number), text: `${number}` });
    }
    await bench.service.command('message.send', { to: 'worker-1', text: 'you' });
    expect(texts(await worker.command('message.receive', {}))).toEqual(['1', 'you']);
    expect(texts(await worker.command('message.receive', {}))).toEqual([]);
    expect(texts(await worker.command('message.receive', { taskId: task(2) }))).toEqual(['2']);
  });

  test('needs a text and somebody to read it', async () => {
    const { service } = await openBench();
    expect(await codeOf(service.command('message.send', { to: 'a', text: ' ' }))).toBe(
      'message.empty',
    );
    expect(await codeOf(service.command('message.send', { to: ' ', text: 'x' }))).toBe(
      'message.no_addressee',
    );
  });
});

test('a note is a line of the log about a task, an epic or its writer', async () => {
  const { service } = await openBench('worker-1');
  const { epic, task } = await makeEpic(service, 1);
  const about = async (input: { taskId?: string; epicId?: string }) => {
    await service.command('note.log', { ...input, text: 'Tests are slow here.' });
    const { entityKind, entityId, epicId, taskId, payload } = await latestEvent(service);
    expect(payload).toEqual({ note: 'Tests are slow here.' });
    return [entityKind, entityId, epicId, taskId];
  };
  expect(await about({ taskId: 'fn-1.1' })).toEqual(['task', task(1), epic, task(1)]);
  expect(await about({ epicId: 'fn-1' })).toEqual(['epic', epic, epic, null]);
  expect(await about({})).toEqual(['agent', 'worker-1', null, null]);
});
