import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findActor } from '../../source/platform/actor.js';
import { parseGitConfig } from '../../source/platform/git-config.js';
import { sessionIdOf, wantsAscii, wantsColour } from '../../source/platform/environment.js';
import { personalDirectory } from '../../source/platform/xdg.js';
import { git, plant, temporaryDirectory } from './tree.js';

describe('findActor', () => {
  it('takes the flag, FLOW_ACTOR, git, USER and unknown in this order', () => {
    const home = temporaryDirectory();
    plant(home, { '.gitconfig': '[user]\n\tname = Only Name\n' });
    const base = { HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
    const actor = (environment: Record<string, string>, flag?: string) =>
      findActor({ flag, environment: { ...base, ...environment }, gitDirectory: null });
    expect(actor({ FLOW_ACTOR: 'agent-1' }, 'flag')).toBe('flag');
    expect(actor({ FLOW_ACTOR: ' agent-1 ' }, ' ')).toBe('agent-1');
    expect(actor({ USER: 'u' })).toBe('Only Name');
    plant(home, { '.gitconfig': '' });
    expect(actor({ USER: 'u' })).toBe('u');
    expect(actor({})).toBe('unknown');
  });

  it('reads what git reads, file by file', () => {
    const home = temporaryDirectory();
    const repository = path.join(home, 'work/project');
    plant(home, {
      'xdg/git/config': '[user]\n\temail = xdg@example.org\n',
      'work/project/': '',
    });
    git(repository, ['init', '--quiet', '--initial-branch=feature/one']);
    const steps: Readonly<Record<string, string>>[] = [
      {},
      { '.gitconfig': '[user] email = "global@example.org" ; comment\n' },
      { '.gitconfig': '[include]\npath = more.inc\n', 'more.inc': '[USER]\nEMAIL=inc@example.org' },
      ...[
        '~/work/',
        'work/',
        './work/',
        `${home}/work/**`,
        '**/project/.git',
        'WORK/',
        '*/work/',
      ].map((pattern, index) => ({
        '.gitconfig': `[user]\nemail = none@example.org\n[includeIf "gitdir:${pattern}"]\npath = ~/if.inc\n`,
        'if.inc': `[user]\n  email = if${index}@example.org # why\n`,
      })),
      { '.gitconfig': '[includeIf "gitdir/i:WORK/"]\n  path = if.inc\n' },
      { '.gitconfig': '[includeIf "onbranch:feature/"]\n  path = if.inc\n' },
      { '.gitconfig': '[includeIf "onbranch:other"]\n  path = if.inc\n' },
      {
        'work/project/.git/config':
          '[core]\nrepositoryformatversion = 1\n[user]\nemail = local\\\n@example.org\n[extensions]\nworktreeConfig = true\n',
      },
      { 'work/project/.git/config.worktree': '[user]\nemail = "work # tree@example.org"\n' },
    ];
    const environment = { HOME: home, XDG_CONFIG_HOME: path.join(home, 'xdg') };
    for (const step of steps) {
      plant(home, step);
      const ours = findActor({
        environment: { ...environment, GIT_CONFIG_NOSYSTEM: '1' },
        gitDirectory: path.join(repository, '.git'),
      });
      expect(ours, JSON.stringify(step)).toBe(
        git(repository, ['config', 'user.email'], environment),
      );
    }
  });

  it('takes values from the environment of git last', () => {
    const environment = {
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'User.Email',
      GIT_CONFIG_VALUE_0: 'env@example.org',
    };
    expect(findActor({ environment, gitDirectory: null })).toBe('env@example.org');
  });

  it('honours includes for remotes and the configuration of a worktree, as git does', () => {
    const home = temporaryDirectory();
    const repository = path.join(home, 'project');
    const condition = 'hasconfig:remote.*.url:https://example.org/**';
    plant(home, {
      '.gitconfig': `[user]\nemail = me@example.org\n[includeIf "${condition}"]\npath = other.inc\n`,
      'other.inc': '[user]\nemail = other@example.org\n',
      'project/': '',
    });
    git(repository, ['init', '--quiet']);
    const steps: readonly (readonly string[])[] = [
      ['remote', 'add', 'origin', 'https://example.com/team/project'],
      ['remote', 'add', 'second', 'https://example.org/team/project'],
      ['config', 'extensions.worktreeConfig', 'true'],
      ['config', '--worktree', 'user.email', 'worktree@example.org'],
    ];
    const said = steps.map((step) => {
      git(repository, step, { HOME: home });
      const environment = { HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
      const ours = findActor({ environment, gitDirectory: path.join(repository, '.git') });
      expect(ours, step.join(' ')).toBe(git(repository, ['config', 'user.email'], { HOME: home }));
      return ours.split('@')[0];
    });
    expect(said).toEqual(['me', 'other', 'other', 'worktree']);
  });

  it('survives a file that includes itself', () => {
    const home = temporaryDirectory();
    plant(home, { '.gitconfig': '[include]\npath = .gitconfig\n[user]\nemail = me@example.org\n' });
    expect(findActor({ environment: { HOME: home }, gitDirectory: null })).toBe('me@example.org');
  });
});

describe('parseGitConfig', () => {
  it('passes over what is no entry', () => {
    expect(parseGitConfig('nonsense = 1\n[a "b\\"c"]\nk\nk2 = x\\ty\n???\n[]\n')).toEqual([
      { name: 'a.b"c.k', value: 'true' },
      { name: 'a.b"c.k2', value: 'x\ty' },
    ]);
  });
});

describe('the environment', () => {
  it('names the session', () => {
    expect(sessionIdOf({})).toBeNull();
    expect(sessionIdOf({ CLAUDE_SESSION_ID: 'c', FLOW_SESSION_ID: ' ' })).toBe('c');
    expect(sessionIdOf({ CLAUDE_SESSION_ID: 'c', FLOW_SESSION_ID: 'f' })).toBe('f');
    for (const name of ['CLAUDE_CODE_SESSION_ID', 'CODEX_THREAD_ID', 'GEMINI_SESSION_ID']) {
      expect(sessionIdOf({ [name]: ' s ' })).toBe('s');
    }
  });

  it('decides colours and ASCII', () => {
    expect(wantsColour({}, false)).toBe(true);
    expect(wantsColour({ NO_COLOR: '1' }, false)).toBe(false);
    expect(wantsColour({ NO_COLOR: '' }, false)).toBe(true);
    expect(wantsColour({}, true)).toBe(false);
    expect(wantsAscii({ LANG: 'en_US.UTF-8' }, false)).toBe(false);
    expect(wantsAscii({ LANG: 'C' }, false)).toBe(false);
    expect(wantsAscii({ LC_ALL: 'de_DE.ISO-8859-1', LANG: 'de_DE.UTF-8' }, false)).toBe(true);
    expect(wantsAscii({}, true)).toBe(true);
  });

  it('follows XDG, absolute paths only', () => {
    expect(personalDirectory('XDG_STATE_HOME', { HOME: '/h' })).toBe('/h/.local/state/flowdeck');
    expect(personalDirectory('XDG_STATE_HOME', { HOME: '/h', XDG_STATE_HOME: 'relative' })).toBe(
      '/h/.local/state/flowdeck',
    );
    expect(personalDirectory('XDG_STATE_HOME', { XDG_STATE_HOME: '/s' })).toBe('/s/flowdeck');
    expect(personalDirectory('XDG_CACHE_HOME', {})).toBeNull();
  });
});
