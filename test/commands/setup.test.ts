import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyProject } from './support.js';

let project: Awaited<ReturnType<typeof emptyProject>>;

beforeEach(async () => {
  project = await emptyProject();
});

const place = (file: string): string => path.join(project.directory, file);
const read = (file: string): string => readFileSync(place(file), 'utf8');
function write(file: string, text: string): void {
  mkdirSync(path.dirname(place(file)), { recursive: true });
  writeFileSync(place(file), text);
}

describe('setup claude', () => {
  it('shows the difference, writes nothing unasked, and all with --yes', async () => {
    const shown = await project.run(['setup', 'claude']);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain('--- /dev/null\n+++ b/.mcp.json\n@@ -0,0 +1,');
    expect(shown.stdout).toContain('+    "flowdeck": {');
    expect(shown.stdout).toContain('Nothing was written; --yes writes it.');
    expect(existsSync(place('.mcp.json'))).toBe(false);

    expect(await project.json(['setup', 'claude', '--yes'])).toMatchObject({
      applied: true,
      changes: [
        { path: '.mcp.json', action: 'create' },
        { path: '.claude/settings.json', action: 'create' },
      ],
    });
    expect(JSON.parse(read('.mcp.json'))).toEqual({
      mcpServers: { flowdeck: { command: 'flowdeck', args: ['mcp'] } },
    });
    const { hooks } = JSON.parse(read('.claude/settings.json')) as { hooks: object };
    expect(hooks).toMatchObject({
      PreToolUse: [
        { matcher: 'Bash', hooks: [{ type: 'command', command: 'flowdeck hook commit-gate' }] },
      ],
    });
    expect(Object.keys(hooks)).toEqual([
      ...['PreToolUse', 'PreCompact', 'SubagentStart', 'TaskCompleted', 'SessionEnd'],
    ]);
    expect(await project.json(['setup', 'claude'])).toMatchObject({ changes: [], applied: false });
    await project.json(['setup', 'claude', '--remove', '--yes']);
    expect([existsSync(place('.mcp.json')), existsSync(place('.claude'))]).toEqual([false, false]);
  });

  it.each([
    ['two spaces', '{\n  "mcpServers": {\n    "other": { "command": "x" }\n  }\n}\n'],
    [
      'tabs',
      '{\n\t"mcpServers": {\n\t\t"other": {\n\t\t\t"command": "x"\n\t\t}\n\t},\n\t"more": [1, 2]\n}\n',
    ],
    ['comments', '{\n  // ours\n  "more": [1,2]\n}\n'],
    ['an empty object', '{\n  "more": {}\n}'],
  ])('keeps what a file with %s holds, and gives it back byte for byte', async (_, text) => {
    write('.mcp.json', text);
    write('.claude/settings.json', text);
    await project.json(['setup', 'claude', '--yes']);
    expect(read('.mcp.json')).toContain('"flowdeck"');
    expect(read('.claude/settings.json')).toContain('flowdeck hook auto-memory');
    await project.json(['setup', 'claude', '--remove', '--yes']);
    expect(read('.mcp.json')).toBe(text);
    expect(read('.claude/settings.json')).toBe(text);
  });

  it('stands beside the hooks of others, in the same event and the same group', async () => {
    const own = { matcher: 'Bash', hooks: [{ type: 'command', command: 'lint' }] };
    const text = `${JSON.stringify({ hooks: { PreToolUse: [own], Stop: [] } }, null, 2)}\n`;
    write('.claude/settings.json', text);
    await project.json(['setup', 'claude', '--yes']);
    const { hooks } = JSON.parse(read('.claude/settings.json')) as {
      hooks: { PreToolUse: unknown[] };
    };
    expect(hooks.PreToolUse).toMatchObject([own, { matcher: 'Bash' }]);
    await project.json(['setup', 'claude', '--remove', '--yes']);
    expect(read('.claude/settings.json')).toBe(text);
  });

  it('takes out nothing that it did not write', async () => {
    const servers =
      '{ "mcpServers": { "flowdeck": { "command": "mine", "args": ["mcp", "-v"] } } }\n';
    const settings = '{ "hooks": {}, "model": "x" }\n';
    write('.mcp.json', servers);
    write('.claude/settings.json', settings);
    expect(await project.json(['setup', 'claude', '--remove', '--yes'])).toMatchObject({
      changes: [],
    });
    await project.json(['setup', 'claude', '--yes']);
    expect(read('.mcp.json')).toBe(servers);
    await project.json(['setup', 'claude', '--remove', '--yes']);
    expect(read('.mcp.json')).toBe(servers);
  });

  it('gives the end of a session the time that reading it takes', async () => {
    await project.json(['setup', 'claude', '--yes']);
    expect(JSON.parse(read('.claude/settings.json'))).toMatchObject({
      hooks: { SessionEnd: [{ hooks: [{ command: 'flowdeck hook auto-memory', timeout: 60 }] }] },
    });
  });

  it('leaves a file that is not JSON alone and says so', async () => {
    write('.mcp.json', '{ "mcpServers": ');
    expect(await project.error(['setup', 'claude', '--yes'])).toMatchObject({
      code: 'setup.unreadable',
      error: expect.stringContaining('.mcp.json') as string,
    });
    expect(existsSync(place('.claude'))).toBe(false);
  });
});

describe('setup codex', () => {
  it.each(['', 'model = "x"\n', 'model = "x"', '[mcp_servers.other]\ncommand = "y"\n\n'])(
    'adds its block to %j and takes it out exactly',
    async (text) => {
      if (text !== '') write('.codex/config.toml', text);
      await project.json(['setup', 'codex', '--yes']);
      expect(read('.codex/config.toml')).toContain(
        '[mcp_servers.flowdeck]\ncommand = "flowdeck"\nargs = ["mcp"]\n',
      );
      expect(JSON.parse(read('.codex/hooks.json'))).toMatchObject({ hooks: { Stop: [{}] } });
      expect(await project.json(['setup', 'codex', '--yes'])).toMatchObject({ changes: [] });
      await project.json(['setup', 'codex', '--remove', '--yes']);
      if (text === '') expect(existsSync(place('.codex'))).toBe(false);
      else expect(read('.codex/config.toml')).toBe(text);
      expect(existsSync(place('.codex/hooks.json'))).toBe(false);
    },
  );
});

describe('setup codex in a file that knows flowdeck', () => {
  it.each([
    '[mcp_servers."flowdeck"]\ncommand = "mine"\n',
    '[ mcp_servers . flowdeck ]\ncommand = "mine"\n',
    'mcp_servers.flowdeck.command = "mine"\n',
    '[mcp_servers]\nflowdeck = { command = "mine" }\n\n[other]\nx = 1\n',
    'mcp_servers = { flowdeck = { command = "mine" } }\n',
  ])('leaves %j as it is: a second table would make it invalid', async (text) => {
    write('.codex/config.toml', text);
    await project.json(['setup', 'codex', '--yes']);
    expect(read('.codex/config.toml')).toBe(text);
  });

  it.each(['# [mcp_servers.flowdeck]\n', '[mcp_servers]\n\n[other]\nflowdeck = 1\n'])(
    'adds its table to %j, which only looks so',
    async (text) => {
      write('.codex/config.toml', text);
      await project.json(['setup', 'codex', '--yes']);
      expect(read('.codex/config.toml')).toContain('\n[mcp_servers.flowdeck]\n');
      await project.json(['setup', 'codex', '--remove', '--yes']);
      expect(read('.codex/config.toml')).toBe(text);
    },
  );

  it('says so where nothing can be added', async () => {
    write('.codex/config.toml', 'mcp_servers = { other = { command = "x" } }\n');
    expect(await project.error(['setup', 'codex', '--yes'])).toMatchObject({
      code: 'setup.unreadable',
      error: expect.stringContaining('[mcp_servers.NAME]') as string,
    });
  });

  it('has the state of the work told after a compaction, as before it no words are taken', async () => {
    await project.json(['setup', 'codex', '--yes']);
    const { hooks } = JSON.parse(read('.codex/hooks.json')) as { hooks: object };
    expect(hooks).toMatchObject({
      SessionStart: [{ matcher: 'compact', hooks: [{ command: 'flowdeck hook pre-compact' }] }],
    });
    expect(hooks).not.toHaveProperty('PreCompact');
  });
});

describe('the README', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const section = /\n## Wire an agent\n([^]*?)\n## /.exec(text)?.[1] ?? '';
  const blocks = (language: string): readonly string[] =>
    [...section.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(
      ([, block = '']) => block,
    );

  it('shows the lines that setup writes', async () => {
    await project.json(['setup', 'claude', '--yes']);
    await project.json(['setup', 'codex', '--yes']);
    const [claude, gemini] = blocks('json').map((block) => JSON.parse(block) as unknown);
    expect(claude).toEqual(JSON.parse(read('.mcp.json')));
    expect(gemini).toEqual(claude);
    expect(read('.codex/config.toml')).toContain(blocks('toml').join() || 'nothing');
  });

  it('shows commands that can be run one after another', async () => {
    const lines = blocks('sh').flatMap((block) => block.match(/^flowdeck .*$/gm) ?? []);
    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines) {
      const words = [...line.replace(/ +# .*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
        .map(([, double, single, plain]) => double ?? single ?? plain ?? '')
        .slice(1);
      const { code, stderr } = await project.run(words[0] === 'setup' ? [...words, '-y'] : words);
      expect({ code, stderr }, line).toEqual({ code: 0, stderr: '' });
    }
  });
});

it('knows the programs that there are', async () => {
  const { code, stderr } = await project.run(['setup', 'vim']);
  expect(code).toBe(2);
  expect(stderr).toContain('PROGRAM is one of claude, codex, not vim.');
});
