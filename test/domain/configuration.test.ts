import { describe, expect, it } from 'vitest';
import {
  checkConfigurationKey,
  configurationAt,
  configurationKeys,
  configurationValue,
  flattened,
  guardCommands,
  isConfigurationKey,
  parseConfigurationValue,
  wholeConfiguration,
} from '../../source/domain/configuration.js';
import { FlowdeckError } from '../../source/domain/errors.js';

const refused = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof FlowdeckError && error.code === 'configuration.invalid') {
      return error.message;
    }
    throw error;
  }
  throw new Error('It was accepted.');
};

describe('configurationValue', () => {
  it('takes what is stored where it has the type of the key, else the default', () => {
    expect(configurationValue({}, 'max_retries')).toBe(0);
    expect(configurationValue({ max_retries: 3 }, 'max_retries')).toBe(3);
    expect(configurationValue({ max_retries: '2' }, 'max_retries')).toBe(2);
    expect(configurationValue({ max_retries: -1 }, 'max_retries')).toBe(0);
    expect(configurationValue({ max_retries: 'many' }, 'max_retries')).toBe(0);
    expect(configurationValue({ 'memory.enabled': 'off' }, 'memory.enabled')).toBe(false);
    expect(configurationValue({ 'memory.enabled': 7 }, 'memory.enabled')).toBe(true);
    expect(configurationValue({ 'review.backend': 'codex' }, 'review.backend')).toBe('codex');
    expect(configurationValue({ 'review.backend': 'other' }, 'review.backend')).toBeNull();
    expect(
      configurationValue({ 'notifications.webhook_url': ' ' }, 'notifications.webhook_url'),
    ).toBeNull();
  });

  it('has a default of the right type for every key', () => {
    for (const key of Object.keys(configurationKeys).filter(isConfigurationKey)) {
      expect(configurationValue({}, key)).toEqual(configurationKeys[key].default);
    }
  });
});

describe('parseConfigurationValue', () => {
  it('reads known keys by their type', () => {
    expect(parseConfigurationValue('max_retries', ' 2 ')).toBe(2);
    expect(parseConfigurationValue('mouse', 'No')).toBe(false);
    expect(parseConfigurationValue('review.backend', 'rp')).toBe('rp');
    expect(parseConfigurationValue('review.backend', 'null')).toBeNull();
    expect(parseConfigurationValue('max_retries', '')).toBeNull();
    expect(refused(() => parseConfigurationValue('max_retries', '-1'))).toBe(
      'max_retries is a whole number from 0, not "-1".',
    );
    expect(refused(() => parseConfigurationValue('mouse', 'maybe'))).toContain('true or false');
    expect(refused(() => parseConfigurationValue('review.backend', 'x'))).toContain(
      'one of rp, codex, none',
    );
  });

  it('takes others as what they look like', () => {
    const read = (typed: string) => parseConfigurationValue('other.key', typed);
    expect([read('true'), read('12'), read('1.5'), read('{"a":1}'), read('{a')]).toEqual([
      true,
      12,
      '1.5',
      { a: 1 },
      '{a',
    ]);
  });

  it('refuses a whole file in a short sentence', () => {
    expect(refused(() => parseConfigurationValue('x', 'y'.repeat(1_000_000)))).toContain('1000000');
  });
});

describe('keys', () => {
  it('are words with dots between them', () => {
    expect(checkConfigurationKey(' a.b-c_d ')).toBe('a.b-c_d');
    for (const key of ['', '.', 'a..b', 'a b', 'a.\u001b[31m', 'x'.repeat(300)]) {
      expect(refused(() => checkConfigurationKey(key)).length).toBeLessThan(250);
    }
  });

  it('are put together to objects and taken apart again', () => {
    const stored = { 'stack.backend.test': 'make test', 'other.deep.key': 1, stack: {} };
    expect(configurationAt(stored, 'stack')).toEqual({ backend: { test: 'make test' } });
    expect(configurationAt(stored, 'other.deep')).toEqual({ key: 1 });
    expect(configurationAt(stored, 'missing')).toBeUndefined();
    expect(configurationAt({ 'memory.auto': false }, 'memory')).toEqual({
      enabled: true,
      auto: false,
    });
    expect(wholeConfiguration(stored)).toMatchObject({
      stack: { backend: { test: 'make test' } },
      review: { backend: null },
    });
    expect(flattened('stack', { a: { test: 'x' }, b: {} })).toEqual({
      'stack.a.test': 'x',
      'stack.b': {},
    });
    expect(JSON.stringify(wholeConfiguration({ 'a.__proto__.b': 1 }))).toContain('__proto__');
  });
});

describe('guardCommands', () => {
  it('lists the checks of each layer in the order of the kinds', () => {
    const stored = {
      'stack.frontend.lint': 'npm run lint',
      'stack.frontend.test': ' npm test ',
      'stack.backend.typecheck': 'cargo check',
      'stack.backend.language': 'rust',
      'stack.infra.test': '',
      'stack.odd': 'text',
    };
    expect(guardCommands(stored)).toEqual([
      { layer: 'frontend', kind: 'test', command: 'npm test' },
      { layer: 'frontend', kind: 'lint', command: 'npm run lint' },
      { layer: 'backend', kind: 'typecheck', command: 'cargo check' },
    ]);
    expect(guardCommands({ stack: {} })).toEqual([]);
  });
});
