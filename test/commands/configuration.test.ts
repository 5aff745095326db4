import { beforeEach, describe, expect, it } from 'vitest';
import { emptyProject } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;
beforeEach(async () => {
  project = await emptyProject();
});

describe('config', () => {
  it('gets and sets, with one event for each change', async () => {
    expect(await project.json(['config', 'get', 'max_retries'])).toEqual({
      key: 'max_retries',
      value: 0,
    });
    expect(await project.json(['config', 'set', 'max_retries', '2'])).toEqual({
      key: 'max_retries',
      value: 2,
      message: 'max_retries set',
    });
    await project.json(['config', 'set', 'max_retries', '2']);
    expect(await project.json(['config', 'get', 'missing.key'])).toEqual({
      key: 'missing.key',
      value: null,
    });
    const { events } = await project.json(['events', '--type', 'configuration_changed']);
    expect(events).toHaveLength(1);
    await project.json(['config', 'set', 'max_retries', 'null']);
    expect((await project.json(['config', 'get', 'max_retries']))['value']).toBe(0);
  });

  it('makes the objects on the way and gives them back whole', async () => {
    await project.json(['config', 'set', 'stack.backend.test', 'make test']);
    await project.json(['config', 'set', 'stack', '{"web":{"lint":"eslint ."}}']);
    expect((await project.json(['config', 'get', 'stack']))['value']).toEqual({
      web: { lint: 'eslint .' },
    });
    const { config } = await project.json(['config', 'get']);
    expect(config).toMatchObject({ stack: { web: {} }, memory: { enabled: true, auto: true } });
    const { stdout } = await project.run(['config', 'get']);
    expect(stdout).toMatch(/^max_retries = 0 +How often a failed task is tried again$/m);
  });

  it('guesses at a misspelt key and keeps it all the same', async () => {
    const { warning } = await project.json(['config', 'set', 'max_retrys', '1']);
    expect(warning).toBe(
      'flowdeck reads no key max_retrys; it is kept for other tools. Did you mean max_retries?',
    );
    expect((await project.json(['config', 'get', 'max_retrys']))['value']).toBe(1);
  });

  it('refuses what has no meaning', async () => {
    for (const [key = '', value = ''] of [
      ['memory', 'true'],
      ['max_retries.x', '1'],
      ['mouse', 'perhaps'],
      ['a b', '1'],
      ['', '1'],
      ['key', 'x'.repeat(1_000_000)],
    ]) {
      expect(await project.error(['config', 'set', key, value])).toMatchObject({
        code: 'configuration.invalid',
      });
    }
    expect((await project.run(['config', 'set', 'key'])).code).toBe(2);
    expect((await project.run(['config'])).code).toBe(2);
  });
});
