import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ask } from '../../source/commands/ask.js';
import { run } from '../../source/commands/run.js';
import { emptyProject } from './support.js';

function terminal(answer: string, isTTY = true) {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    write: (text: string) => (written[name] += text),
  });
  return {
    written,
    io: {
      stdin: Object.assign(Readable.from(answer === '' ? [] : [answer]), { isTTY }),
      stdout: output('stdout'),
      stderr: output('stderr'),
      directory: '/',
      environment: {} as Record<string, string>,
      onInterrupt: () => () => undefined,
    },
  };
}

describe('ask', () => {
  it.each([
    ['y\n', false, true],
    ['YES\n', false, true],
    ['n\n', true, false],
    ['\n', true, true],
    ['\n', false, false],
    ['', false, false],
    ['nonsense\n', true, false],
  ])('%j with %s as usual means %s', async (answer, usual, meant) => {
    const { io, written } = terminal(answer);
    expect(await ask(io, 'Go on?', usual)).toBe(meant);
    expect(written.stderr).toBe(`Go on? [${usual ? 'Y/n' : 'y/N'}] `);
  });

  it('asks nobody where standard input is no terminal', async () => {
    const { io, written } = terminal('y\n', false);
    expect(await ask(io, 'Go on?', true)).toBeNull();
    expect(written.stderr).toBe('');
  });
});

describe('--interactive', () => {
  async function phase(words: string, title: string, answer: string, isTTY = true) {
    const project = await emptyProject();
    await project.json(['epic', 'create', '--title', title]);
    const { io, written } = terminal(answer, isTTY);
    const code = await run(
      ['phase', ...words.split(' '), '--epic', 'fn-1', '--interactive', '--json'],
      {
        ...io,
        directory: project.directory,
        environment: { FLOWDECK_DB: `${project.directory}/flowdeck.db`, FLOW_ACTOR: 'tester' },
      },
    );
    const shown = await project.json(['phase', 'show', '--epic', 'fn-1']);
    return { code, asked: written.stderr, phase: shown['phase'] };
  }

  it('lets a person decide whether trivial work is brainstormed', async () => {
    expect(await phase('next', 'Fix a typo', 'n\n')).toMatchObject({ phase: 'brainstorm' });
    const skipped = await phase('next', 'Fix a typo', 'y\n');
    expect(skipped).toMatchObject({ code: 0, phase: 'plan' });
    expect(skipped.asked).toContain('looks like trivial work. Skip brainstorming?');
    expect(await phase('next', 'Add sign-in', '')).toMatchObject({
      asked: '',
      phase: 'brainstorm',
    });
  });

  it('lets a person go on past a closed gate, and nobody else', async () => {
    const words = 'done --phase brainstorm';
    expect(await phase(words, 'Add sign-in', 'y\n')).toMatchObject({ code: 0, phase: 'plan' });
    expect(await phase(words, 'Add sign-in', 'n\n')).toMatchObject({
      code: 1,
      phase: 'brainstorm',
    });
    const alone = await phase(words, 'Add sign-in', 'y\n', false);
    expect(alone).toMatchObject({ code: 1, phase: 'brainstorm' });
    expect(alone.asked).not.toContain('[y/N]');
  });
});
