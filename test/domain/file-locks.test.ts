import { describe, expect, it } from 'vitest';
import { areCompatible, endOfLock, normalisePath } from '../../source/domain/file-locks.js';
import { lockModes } from '../../source/domain/vocabulary.js';

describe('the compatible pairs of modes', () => {
  it('are all that have no writer', () => {
    const pairs = lockModes.flatMap((left) =>
      lockModes.filter((right) => areCompatible(left, right)).map((right) => `${left} ${right}`),
    );
    expect(pairs.sort()).toEqual([
      'directory_add directory_add',
      'directory_add read',
      'read directory_add',
      'read read',
    ]);
  });
});

describe('a path', () => {
  it.each([
    ['./src//a.ts', 'src/a.ts'],
    ['src/', 'src'],
    ['src/../b.ts', 'b.ts'],
    ['../b.ts', '../b.ts'],
    ['/srv/x', '/srv/x'],
    [' . ', ''],
  ])('%j is named %j', (typed, name) => {
    expect(normalisePath(typed)).toBe(name);
  });
});

describe('a lock', () => {
  const lock = { holderPid: 7, holderHost: 'here', expiresAt: '2026-03-01T10:00:00.000Z' };
  const observer = { now: '2026-03-01T09:59:59.999Z', host: 'here', isAlive: () => true };

  it('holds until its time is over', () => {
    expect(endOfLock(lock, observer)).toBeNull();
    expect(endOfLock(lock, { ...observer, now: '2026-03-01T10:00:00.000Z' })).toBe('expired');
  });

  it('ends with its process, as far as that can be seen from here', () => {
    expect(endOfLock(lock, { ...observer, isAlive: () => false })).toBe('holder_gone');
    expect(endOfLock(lock, { ...observer, host: 'there', isAlive: () => false })).toBeNull();
    expect(
      endOfLock({ ...lock, holderPid: null }, { ...observer, isAlive: () => false }),
    ).toBeNull();
  });
});
