/** What is written for each program of agents, and where. */
import { withHooks, withoutHooks, type HookEntry } from './hooks-file.js';
import { isObject, readJson, withoutValue, withValue } from './json-text.js';
import { withBlock, withoutBlock } from './toml-block.js';

/** A file of the project, as the program reads it. */
export interface ManagedFile {
  /** Relative to the project's root. */
  readonly path: string;
  /** Pure: the text with our part in it, and without it. */
  add(text: string): string;
  remove(text: string): string;
}

const gate: HookEntry = { event: 'PreToolUse', matcher: 'Bash', name: 'commit-gate' };
const common: readonly HookEntry[] = [
  gate,
  { event: 'PreCompact', name: 'pre-compact' },
  { event: 'SubagentStart', name: 'subagent-context' },
];

function hooksIn(path: string, entries: readonly HookEntry[]): ManagedFile {
  return {
    path,
    add: (text) => withHooks(text, entries, path),
    remove: (text) => withoutHooks(text, entries, path),
  };
}

const server = { command: 'flowdeck', args: ['mcp'] };

/** `mcpServers` by name, in JSON. */
function serverIn(path: string): ManagedFile {
  const serversOf = (text: string): Readonly<Record<string, unknown>> | null => {
    const root = readJson(text, path);
    const servers = isObject(root) ? root['mcpServers'] : undefined;
    return isObject(servers) ? servers : null;
  };
  return {
    path,
    // An entry of the user's own, with other arguments, stays.
    add: (text) =>
      serversOf(text)?.['flowdeck'] === undefined
        ? withValue(text, ['mcpServers', 'flowdeck'], server)
        : text,
    remove(text) {
      const servers = serversOf(text);
      if (servers?.['flowdeck'] === undefined) return text;
      const alone = Object.keys(servers).length === 1;
      return withoutValue(text, alone ? ['mcpServers'] : ['mcpServers', 'flowdeck']);
    },
  };
}

const table = '[mcp_servers.flowdeck]';

export const programs = {
  claude: [
    serverIn('.mcp.json'),
    hooksIn('.claude/settings.json', [
      ...common,
      { event: 'TaskCompleted', name: 'task-completed' },
      { event: 'SessionEnd', name: 'auto-memory' },
    ]),
  ],
  codex: [
    {
      path: '.codex/config.toml',
      add: (text) =>
        text.includes(table)
          ? text
          : withBlock(text, [table, 'command = "flowdeck"', 'args = ["mcp"]']),
      remove: withoutBlock,
    },
    hooksIn('.codex/hooks.json', [...common, { event: 'Stop', name: 'auto-memory' }]),
  ],
} as const satisfies Readonly<Record<string, readonly ManagedFile[]>>;

export type Program = keyof typeof programs;
