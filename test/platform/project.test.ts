import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProject } from '../../source/platform/project.js';
import { git, plant, temporaryDirectory } from './tree.js';

const find = (
  directory: string,
  environment: Record<string, string> = {},
  rest: { database?: string; explicit?: boolean; workingDirectory?: string } = {},
) => findProject({ directory, environment, ...rest });

function repository(): string {
  const root = temporaryDirectory();
  git(root, ['init', '--quiet', '--initial-branch=main']);
  return root;
}

describe('findProject', () => {
  it('finds the same state from any subdirectory of a repository', async () => {
    const root = repository();
    plant(root, { '.flow/meta.json': '{}', 'deep/er/file': '' });
    const found = await find(path.join(root, 'deep/er'));
    expect(found).toEqual({
      root,
      flowDirectory: path.join(root, '.flow'),
      gitCommonDirectory: path.join(root, '.git'),
      gitDirectory: path.join(root, '.git'),
      stateDirectory: path.join(root, '.git/flow-state'),
      databasePath: path.join(root, '.git/flow-state/flowdeck.db'),
      databaseExists: false,
    });
    expect(await find(root)).toEqual(found);
    expect(await find(path.join(root, '.flow'))).toEqual(found);
  });

  it('shares one database among all worktrees', async () => {
    const root = repository();
    const worktree = path.join(temporaryDirectory(), 'tree');
    git(root, ['commit', '--quiet', '--allow-empty', '-m', 'first']);
    git(root, ['worktree', 'add', '--quiet', worktree]);
    plant(worktree, { '.flow/meta.json': '{}' });
    const found = await find(worktree);
    expect(found.root).toBe(worktree);
    expect(found.databasePath).toBe(path.join(root, '.git/flow-state/flowdeck.db'));
    expect(found.gitDirectory).toBe(path.join(root, '.git/worktrees/tree'));
  });

  it('gives a submodule its own state, and the outer state where only the outer has .flow', async () => {
    const root = repository();
    plant(root, {
      'inner/.git': 'gitdir: ../.git/modules/inner\n',
      '.git/modules/inner/HEAD': 'ref: refs/heads/main\n',
    });
    expect((await find(path.join(root, 'inner'))).databasePath).toBe(
      path.join(root, '.git/modules/inner/flow-state/flowdeck.db'),
    );
    plant(root, { '.flow/meta.json': '{}' });
    expect(await find(path.join(root, 'inner'))).toMatchObject({
      root,
      databasePath: path.join(root, '.git/flow-state/flowdeck.db'),
    });
  });

  it('stays beside .flow outside git', async () => {
    const root = temporaryDirectory();
    plant(root, { '.flow/tasks/': '', 'sub/': '' });
    expect(await find(path.join(root, 'sub'))).toMatchObject({
      root,
      gitCommonDirectory: null,
      stateDirectory: null,
      databasePath: path.join(root, '.flow/.state/flowdeck.db'),
    });
  });

  it('answers for a directory with nothing', async () => {
    const root = temporaryDirectory();
    expect(await find(root)).toMatchObject({ root, flowDirectory: null, databaseExists: false });
  });

  it('treats a .git that points to nowhere as no repository', async () => {
    const root = temporaryDirectory();
    plant(root, { '.git': 'gitdir: /nowhere/at/all\n', '.flow/': '' });
    expect((await find(root)).databasePath).toBe(path.join(root, '.flow/.state/flowdeck.db'));
  });

  it('passes over a symlink to nowhere and over the folder other tools keep in the home', async () => {
    const root = temporaryDirectory();
    plant(root, { '.flow/projects/some-repo/': '', 'work/': '' });
    symlinkSync('/nowhere/at/all', path.join(root, 'work/.flow'));
    expect((await find(path.join(root, 'work'))).flowDirectory).toBeNull();
  });

  it('follows a symlinked .flow but belongs to where the link lies', async () => {
    const root = repository();
    mkdirSync(path.join(root, '.git/flow-state/flow'), { recursive: true });
    symlinkSync('.git/flow-state/flow', path.join(root, '.flow'));
    expect(await find(root)).toMatchObject({ root, flowDirectory: path.join(root, '.flow') });
  });

  it('prefers --db, then FLOWDECK_DB, relative to the working directory', async () => {
    const root = repository();
    const environment = { FLOWDECK_DB: 'named.db' };
    expect((await find(root, environment)).databasePath).toBe(path.join(root, 'named.db'));
    expect(
      (await find(root, environment, { database: 'flag.db', workingDirectory: '/tmp' }))
        .databasePath,
    ).toBe('/tmp/flag.db');
  });

  it('decides FLOW_STATE_DIR by contents', async () => {
    const root = repository();
    const elsewhere = temporaryDirectory();
    plant(elsewhere, { 'state/tasks/fn-1.1.state.json': '{}', 'project/.flow/meta.json': '{}' });
    const state = path.join(elsewhere, 'state');
    expect(await find(root, { FLOW_STATE_DIR: state })).toMatchObject({
      root,
      flowDirectory: null,
      stateDirectory: state,
      databasePath: path.join(state, 'flowdeck.db'),
    });
    const flow = path.join(elsewhere, 'project/.flow');
    expect(await find(root, { FLOW_STATE_DIR: flow })).toMatchObject({
      root: path.join(elsewhere, 'project'),
      flowDirectory: flow,
    });
    expect(await find(root, { FLOW_STATE_DIR: flow }, { explicit: true })).toMatchObject({ root });
    const missing = path.join(elsewhere, 'not/yet');
    expect(await find(root, { FLOW_STATE_DIR: missing })).toMatchObject({
      stateDirectory: missing,
    });
  });

  it('tells whether the database is there', async () => {
    const root = temporaryDirectory();
    plant(root, { '.flow/.state/flowdeck.db': '' });
    expect((await find(root)).databaseExists).toBe(true);
  });
});
