import { expect, test } from 'vitest';
import { Background, type BackgroundStep } from '../../source/worker/background.js';

/** Background work with a clock that only moves by hand. */
function fixture({ overloaded = () => false }: { overloaded?: () => boolean } = {}) {
  let timer: { callback: () => void; milliseconds: number } | null = null;
  const steps: { finish: (outcome: BackgroundStep) => void; fail: () => void }[] = [];
  const signals: AbortSignal[] = [];
  const errors: unknown[] = [];
  const background = new Background({
    step: (signal) => {
      signals.push(signal);
      return new Promise((resolve, reject) => {
        const fail = (): void => reject(new Error('failed'));
        signal.addEventListener('abort', fail);
        steps.push({ finish: resolve, fail });
      });
    },
    overloaded,
    quietMilliseconds: 1000,
    startTimer: (callback, milliseconds) => {
      const started = { callback, milliseconds };
      timer = started;
      return () => {
        if (timer === started) timer = null;
      };
    },
    onError: (error) => errors.push(error),
  });
  return {
    background,
    steps,
    signals,
    errors,
    /** For how long the clock is set; null when it is not. */
    waits: (): number | null => timer?.milliseconds ?? null,
    /** Lets the time go by, and whatever follows at once. */
    pass: async (): Promise<void> => {
      const started = timer;
      timer = null;
      started?.callback();
      await settle();
    },
    finish: async (outcome: BackgroundStep): Promise<void> => {
      steps.at(-1)?.finish(outcome);
      await settle();
    },
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('steps follow each other after a quiet time, until nothing is left', async () => {
  const { background, steps, waits, pass, finish } = fixture();
  background.rest();
  background.rest();
  expect(waits()).toBe(1000);
  expect(steps).toHaveLength(0);
  await pass();
  await finish('more');
  expect(steps).toHaveLength(2);
  await finish('done');
  expect(steps).toHaveLength(2);
  expect(waits()).toBeNull();
});

test('a call ends the step and begins the quiet time anew', async () => {
  const { background, steps, signals, errors, waits, pass } = fixture();
  background.rest();
  background.interrupt();
  expect(waits()).toBeNull();
  background.rest();
  await pass();
  background.interrupt();
  background.rest();
  await settle();
  expect(signals[0]?.aborted).toBe(true);
  expect(errors).toEqual([]);
  expect(steps).toHaveLength(1);
  expect(waits()).toBe(1000);
});

test('under load nothing is begun, and what goes on pauses', async () => {
  let load = true;
  const { background, steps, waits, pass, finish } = fixture({ overloaded: () => load });
  background.rest();
  await pass();
  expect(steps).toHaveLength(0);
  expect(waits()).toBe(10_000);
  load = false;
  await pass();
  expect(steps).toHaveLength(1);
  load = true;
  await finish('more');
  expect(steps).toHaveLength(1);
  expect(waits()).toBe(10_000);
});

test('on a machine that is always busy a step is taken now and then', async () => {
  const { background, steps, waits, pass, finish } = fixture({ overloaded: () => true });
  background.rest();
  for (let time = 0; time < 6; time += 1) await pass();
  expect(steps).toHaveLength(0);
  await pass();
  expect(steps).toHaveLength(1);
  await finish('more');
  expect(steps).toHaveLength(1);
  expect(waits()).toBe(10_000);
});

test('without a model it looks again after a minute', async () => {
  const { background, waits, pass, finish } = fixture();
  background.rest();
  await pass();
  await finish('unavailable');
  expect(waits()).toBe(60_000);
});

test('a failure is told once and tried again later', async () => {
  const { background, steps, errors, waits, pass } = fixture();
  background.rest();
  await pass();
  steps[0]?.fail();
  await settle();
  expect(errors).toHaveLength(1);
  expect(waits()).toBe(30_000);
});

test('stopping ends the step and waits for its end', async () => {
  const { background, signals, waits, pass } = fixture();
  background.rest();
  await pass();
  await background.stop();
  expect(signals[0]?.aborted).toBe(true);
  background.rest();
  expect(waits()).toBeNull();
});
