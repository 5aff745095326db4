import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initialiseProject } from '../../source/sources/initialise.js';
import { TestProject } from './support/project.js';

describe('initialising a project', () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject();
  });
  afterEach(() => project.end());

  const initialise = () =>
    initialiseProject({ path: 'flowdeck.db' }, project.context, { root: project.root });
  const json = (name: string) =>
    JSON.parse(readFileSync(path.join(project.flow, name), 'utf8')) as Record<string, unknown>;

  it('writes what a new project needs, once', async () => {
    expect(await initialise()).toEqual({
      path: project.flow,
      actions: [
        'created .flow/',
        'created .flow/meta.json',
        'created .flow/config.json',
        'created .flow/specs/',
        'created .flow/tasks/',
        'created .flow/memory/',
        'created .flow/reviews/',
      ],
    });
    expect(json('meta.json')).toEqual({
      next_spec: 1,
      schema_version: 3,
      setup_date: '2026-07-01T00:00:00.000Z',
    });
    expect(json('config.json')).toEqual({
      memory: { enabled: true },
      planSync: { crossEpic: false, enabled: true },
      review: { backend: null },
      scouts: { github: false },
      stack: {},
    });
    expect((await initialise()).actions).toEqual([]);
    expect((await project.import()).findings).toEqual([]);
  });

  it('adds missing defaults to a configuration and overwrites nothing', async () => {
    project.write({
      'meta.json': { schema_version: 2 },
      'config.json': { memory: { enabled: false, auto: true }, planSync: 'never', own: [1] },
    });
    expect((await initialise()).actions).toEqual([
      'added review to .flow/config.json',
      'added scouts to .flow/config.json',
      'added stack to .flow/config.json',
      ...['epics', 'specs', 'tasks', 'memory', 'reviews'].map((name) => `created .flow/${name}/`),
    ]);
    expect(json('config.json')).toMatchObject({
      memory: { enabled: false, auto: true },
      planSync: 'never',
      own: [1],
      review: { backend: null },
    });
    expect(json('meta.json')).toEqual({ schema_version: 2 });
  });

  it('leaves a configuration alone that it cannot read', async () => {
    project.write({ 'config.json': '{ broken' });
    expect((await initialise()).actions).toContain(
      'left .flow/config.json as it is: it holds no JSON object',
    );
    expect(readFileSync(path.join(project.flow, 'config.json'), 'utf8')).toBe('{ broken');
  });

  it('keeps links', async () => {
    project.write({ 'config.json': {} }, path.join(project.root, 'elsewhere'));
    mkdirSync(project.flow);
    symlinkSync('../elsewhere/config.json', path.join(project.flow, 'config.json'));
    await initialise();
    expect(lstatSync(path.join(project.flow, 'config.json')).isSymbolicLink()).toBe(true);
    expect(json('config.json')).toHaveProperty('memory');
  });

  it('says when it cannot write', async () => {
    project.write({ file: 'x' }, project.root);
    const attempt = initialiseProject({ path: 'flowdeck.db' }, project.context, {
      root: path.join(project.root, 'file'),
    });
    await expect(attempt).rejects.toThrow(/cannot be written/);
    expect(existsSync(path.join(project.root, 'file', '.flow'))).toBe(false);
  });
});
