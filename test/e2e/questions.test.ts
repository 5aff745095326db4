import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyProject } from '../commands/support.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';

async function asked(argv: readonly string[], prepare: readonly (readonly string[])[] = []) {
  const project = await emptyProject();
  for (const line of prepare) await project.json(line);
  const terminal = PseudoTerminal.flowdeck(argv, {
    directory: project.directory,
    environment: { FLOWDECK_DB: path.join(project.directory, 'flowdeck.db'), FLOW_ACTOR: 'tester' },
  });
  return { project, terminal };
}

describe('a question in a terminal', () => {
  it('comes after the difference, and writes only with a yes', async () => {
    for (const [answer, code] of [
      ['\r', 1],
      ['y\r', 0],
    ] as const) {
      const { project, terminal } = await asked(['setup', 'claude']);
      const file = path.join(project.directory, '.mcp.json');
      await terminal.until((screen) => screen.includes('Write these changes? [y/N]'));
      expect(terminal.output).toContain('+++ b/.claude/settings.json');
      expect(existsSync(file)).toBe(false);
      terminal.type(answer);
      expect(await terminal.exited()).toBe(code);
      expect(existsSync(file) && readFileSync(file, 'utf8').includes('flowdeck')).toBe(code === 0);
    }
  });

  it('may be followed by another, and typing ahead answers both', async () => {
    const skip = (phase: string) => [
      'phase',
      'done',
      '--epic',
      'fn-1',
      '--phase',
      phase,
      '--no-gate',
    ];
    const { project, terminal } = await asked(
      ['phase', 'done', '--epic', 'fn-1', '--phase', 'plan_review', '--interactive'],
      [['epic', 'create', '--title', 'Add sign-in'], skip('brainstorm'), skip('plan')],
    );
    await terminal.until((screen) => screen.includes('Begin the work? [Y/n]'));
    terminal.type('y\ry\r');
    expect(await terminal.exited()).toBe(0);
    expect(terminal.output).toContain('Go on all the same? [y/N]');
    expect(await project.json(['phase', 'show', '--epic', 'fn-1'])).toMatchObject({
      phase: 'work',
    });
  });
});
