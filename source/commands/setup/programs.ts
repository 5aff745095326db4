/** What is written for each program of agents, and where. */
import { withHooks, withoutHooks, type HookEntry } from './hooks-file.js';
import { isDeepStrictEqual } from 'node:util';
import { isObject, readJson, withoutValue, withValue } from './json-text.js';
import { definesTable, withBlock, withoutBlock } from './toml-block.js';

/** A file of the project, as the program reads it. */
export interface ManagedFile {
  /** Relative to the project's root. */
  readonly path: string;
  /** Pure: the text with our part in it, and without it. */
  add(text: string): string;
  remove(text: string): string;
}

const gate: HookEntry = { event: 'PreToolUse', matcher: 'Bash', name: 'commit-gate' };
const subagent: HookEntry = { event: 'SubagentStart', name: 'subagent-context' };

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
      if (servers === null || !isDeepStrictEqual(servers['flowdeck'], server)) return text;
      const alone = Object.keys(servers).length === 1;
      return withoutValue(text, alone ? ['mcpServers'] : ['mcpServers', 'flowdeck']);
    },
  };
}

export const programs = {
  claude: [
    serverIn('.mcp.json'),
    hooksIn('.claude/settings.json', [
      gate,
      // What it prints are instructions for the summary.
      { event: 'PreCompact', name: 'pre-compact' },
      subagent,
      { event: 'TaskCompleted', name: 'task-completed' },
      // Unasked, a session waits one and a half seconds for what runs at its end.
      { event: 'SessionEnd', name: 'auto-memory', timeout: 60 },
    ]),
  ],
  codex: [
    {
      path: '.codex/config.toml',
      add: (text) =>
        definesTable(text, 'mcp_servers', 'flowdeck')
          ? text
          : withBlock(text, ['[mcp_servers.flowdeck]', 'command = "flowdeck"', 'args = ["mcp"]']),
      remove: withoutBlock,
    },
    hooksIn('.codex/hooks.json', [
      gate,
      // Before it compacts, Codex takes no words; what begins again afterwards does.
      { event: 'SessionStart', matcher: 'compact', name: 'pre-compact' },
      subagent,
      { event: 'Stop', name: 'auto-memory' },
    ]),
  ],
} as const satisfies Readonly<Record<string, readonly ManagedFile[]>>;

export type Program = keyof typeof programs;
