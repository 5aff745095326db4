import { describe, expect, it } from 'vitest';
import { git, plant, temporaryDirectory } from '../platform/tree.js';
import { emptyProject, runCommand } from './support.js';

describe('who acts on a command line', () => {
  it('is --actor, FLOW_ACTOR, the e-mail of git, its name, USER, in this order', async () => {
    const directory = temporaryDirectory();
    const home = temporaryDirectory();
    git(directory, ['init', '--quiet']);
    // No git is run for it.
    const bare = { HOME: home, GIT_CONFIG_NOSYSTEM: '1', PATH: '', FLOW_ACTOR: '' };
    const say = async (environment: Record<string, string>, ...flags: string[]) => {
      const surroundings = { directory, environment: { ...bare, ...environment } };
      const { stdout, stderr } = await runCommand(['ready', '--json', ...flags], surroundings);
      expect(stderr).toBe('');
      return (JSON.parse(stdout) as { actor: string }).actor;
    };
    await runCommand(['init'], { directory, environment: bare });
    const user = { USER: 'user' };
    expect(await say({})).toBe('unknown');
    expect(await say(user)).toBe('user');
    plant(home, { '.gitconfig': '[user]\nname = Name Of Git\n' });
    expect(await say(user)).toBe('Name Of Git');
    plant(home, {
      '.gitconfig': '[include]\npath = mail\n',
      mail: '[user]\nemail = m@example.org',
    });
    expect(await say(user)).toBe('m@example.org');
    git(directory, ['config', 'user.email', 'here@example.org']);
    expect(await say(user)).toBe('here@example.org');
    expect(await say({ ...user, FLOW_ACTOR: 'variable' })).toBe('variable');
    expect(await say({ ...user, FLOW_ACTOR: 'variable' }, '--actor', 'flag')).toBe('flag');
  });
});

describe('the session of an event', () => {
  it.each([
    ['FLOW_SESSION_ID'],
    ['CLAUDE_SESSION_ID'],
    ['CLAUDE_CODE_SESSION_ID'],
    ['CODEX_THREAD_ID'],
    ['GEMINI_SESSION_ID'],
  ])('is what %s says', async (variable) => {
    const project = await emptyProject();
    const environment = { [variable]: 'session-1' };
    await project.json(['epic', 'create', '--title', 'Add sign-in'], { environment });
    const named = await project.json(['events', '--limit', '1']);
    expect(named).toMatchObject({ events: [{ session_id: 'session-1' }] });
  });

  it('is what the input of a hook says, before the environment', async () => {
    const project = await emptyProject();
    await project.json(['epic', 'create', '--title', 'Add sign-in']);
    expect(await project.json(['events', '--limit', '1'])).toMatchObject({
      events: [{ session_id: null }],
    });
    await project.json(['task', 'create', '--epic', 'fn-1', '--title', 'Store']);
    const stdin = JSON.stringify({ session_id: 'of-the-hook', task_subject: 'fn-1.1' });
    const environment = { FLOW_SESSION_ID: 'of-the-environment' };
    const outcome = await project.run(['hook', 'task-completed'], { stdin, environment });
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await project.json(['events', '--limit', '1'])).toMatchObject({
      events: [{ event_type: 'note_logged', session_id: 'of-the-hook' }],
    });
  });
});
