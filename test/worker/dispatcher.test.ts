import { expect, test } from 'vitest';
import { Control } from '../../source/worker/control.js';
import { Dispatcher } from '../../source/worker/dispatcher.js';
import type { FromThread, StoreCall } from '../../source/worker/protocol.js';
import { until } from './support.js';

const call: StoreCall = { kind: 'query', name: 'totals', input: {} };

interface Fixture {
  readonly control: Control;
  readonly dispatcher: Dispatcher;
  readonly steps: string[];
  readonly posted: FromThread[];
  readonly send: (ticket: number, call?: StoreCall) => number;
}

function fixture(
  options: {
    execute?: (ticket: number, fixture: Fixture) => Promise<unknown>;
    due?: () => boolean;
  } = {},
): Fixture {
  const control = new Control();
  const steps: string[] = [];
  const posted: FromThread[] = [];
  let executed = 0;
  const dispatcher = new Dispatcher({
    control,
    refresh: () => Promise.resolve(),
    execute: async (_, onProgress) => {
      const turn = ++executed;
      steps.push(`call ${turn}`);
      onProgress({ stage: 'reading', done: 1, total: 1000 });
      return options.execute?.(turn, made);
    },
    feed: {
      due: options.due ?? (() => false),
      look: () => {
        steps.push('look');
        return Promise.resolve();
      },
      touched: () => steps.push('touched'),
    },
    post: (message) => posted.push(message),
    finish: () => {
      steps.push('finish');
      return Promise.resolve();
    },
  });
  const made: Fixture = {
    control,
    dispatcher,
    steps,
    posted,
    send: (ticket, sent = call) => {
      const slot = control.enter(ticket);
      dispatcher.enqueue({ kind: 'call', ticket, slot, call: sent });
      return slot;
    },
  };
  return made;
}

test('nothing runs before the start, and then everything in order', async () => {
  const { dispatcher, send, posted, steps } = fixture();
  send(1);
  send(2);
  expect(steps).toEqual([]);
  dispatcher.start();
  await until(() => posted.filter(({ kind }) => kind === 'result').length === 2, 'both results');
  expect(posted).toMatchObject([
    { kind: 'progress', ticket: 1 },
    { kind: 'result', ticket: 1 },
    { kind: 'progress', ticket: 2 },
    { kind: 'result', ticket: 2 },
  ]);
});

test('looks and calls take turns while both are due', async () => {
  const { dispatcher, send, steps, control } = fixture({
    due: () => steps.length < 8,
  });
  for (let ticket = 1; ticket <= 4; ticket++) send(ticket);
  dispatcher.start();
  await until(() => control.waiting() === 0 && steps.length >= 8, 'all is done');
  expect(steps.slice(0, 8)).toEqual([
    'call 1',
    'look',
    'call 2',
    'look',
    'call 3',
    'look',
    'call 4',
    'look',
  ]);
});

test('a withdrawn call is passed over', async () => {
  const { dispatcher, send, posted, control } = fixture();
  const slot = send(1);
  send(2);
  expect(control.withdraw(slot, 1)).toBe(true);
  dispatcher.start();
  await until(() => posted.some(({ kind }) => kind === 'result'), 'the second result');
  expect(posted.map((message) => 'ticket' in message && message.ticket)).toEqual([2, 2]);
});

test('a call that was started cannot be withdrawn', () => {
  const control = new Control();
  const slot = control.enter(7);
  expect(control.claim(slot, 7)).toBe(true);
  expect(control.withdraw(slot, 7)).toBe(false);
  control.release(slot);
  // The next holder of the slot is not mistaken for the one before.
  expect(control.enter(8)).toBe(slot);
  expect(control.claim(slot, 7)).toBe(false);
  expect(control.claim(slot, 8)).toBe(true);
});

test('the closing flag is read before every call, and closing happens once', async () => {
  const { dispatcher, send, steps } = fixture({
    execute: (_, { control }) => {
      control.requestClose();
      return Promise.resolve();
    },
    due: () => true,
  });
  send(1);
  send(2);
  dispatcher.start();
  await until(() => steps.includes('finish'), 'it has finished');
  dispatcher.wake();
  send(3);
  expect(steps).toEqual(['call 1', 'finish']);
});

test('an idle dispatcher that is woken for closing finishes', async () => {
  const { dispatcher, control, steps } = fixture();
  dispatcher.start();
  control.requestClose();
  dispatcher.wake();
  await until(() => steps.includes('finish'), 'it has finished');
});

test('only what may change something makes the feed look', async () => {
  const { dispatcher, send, posted, steps } = fixture();
  send(1);
  send(2, { kind: 'command', name: 'epic.create', input: { title: 'An epic' } });
  dispatcher.start();
  await until(() => posted.filter(({ kind }) => kind === 'result').length === 2, 'both results');
  expect(steps).toEqual(['call 1', 'call 2', 'touched']);
});

test('commands that came while another file was open are refused, queries are answered', async () => {
  const { dispatcher, send, posted, steps } = fixture();
  const command: StoreCall = { kind: 'command', name: 'epic.create', input: { title: 'An epic' } };
  send(1, command);
  send(2);
  dispatcher.replaced();
  send(3, command);
  dispatcher.start();
  await until(() => posted.filter(({ kind }) => kind !== 'progress').length === 3, 'all answers');
  expect(posted.filter(({ kind }) => kind !== 'progress')).toMatchObject([
    { kind: 'error', ticket: 1, error: { code: 'store.replaced' } },
    { kind: 'result', ticket: 2 },
    { kind: 'result', ticket: 3 },
  ]);
  expect(steps.filter((step) => step.startsWith('call'))).toHaveLength(2);
});

test('an answer that cannot be sent is an error of its call', async () => {
  const control = new Control();
  const posted: FromThread[] = [];
  const dispatcher = new Dispatcher({
    control,
    refresh: () => Promise.resolve(),
    execute: () => Promise.resolve(() => 'a function'),
    feed: { due: () => false, look: () => Promise.resolve(), touched: () => undefined },
    post: (message) => posted.push(structuredClone(message)),
    finish: () => Promise.resolve(),
  });
  dispatcher.enqueue({ kind: 'call', ticket: 1, slot: control.enter(1), call });
  dispatcher.start();
  await until(() => posted.length === 1, 'the error');
  expect(posted).toMatchObject([{ kind: 'error', error: { code: 'internal.unexpected' } }]);
});
