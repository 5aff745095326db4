import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personalFile } from '../../source/platform/personal-file.js';

describe('a personal file', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'flowdeck-personal-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is kept by database under the state directory, for its owner alone', () => {
    const environment = { XDG_STATE_HOME: home };
    const file = personalFile(environment, '0b1c-22');
    expect(file?.read()).toBeUndefined();
    file?.write({ seen: 1 });
    file?.write({ seen: 2 });
    expect(personalFile(environment, '0b1c-22')?.read()).toEqual({ seen: 2 });
    expect(personalFile(environment, 'another')?.read()).toBeUndefined();
    const directory = path.join(home, 'flowdeck', 'projects');
    expect(readdirSync(directory)).toEqual(['0b1c-22.json']);
    expect(statSync(path.join(directory, '0b1c-22.json')).mode & 0o077).toBe(0);
  });

  it('is nothing where it is half written', () => {
    const file = personalFile({ XDG_STATE_HOME: home }, 'd');
    file?.write({});
    writeFileSync(path.join(home, 'flowdeck', 'projects', 'd.json'), '{"seen":');
    expect(file?.read()).toBeUndefined();
  });

  it('is nowhere without a home, or for an id that leads elsewhere', () => {
    expect(personalFile({}, 'd')).toBeNull();
    expect(personalFile({ HOME: home }, '../d')).toBeNull();
  });
});
