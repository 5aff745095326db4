/** The commands by which agents come in; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';
import type { CompletionsJson } from '../completions.js';
import type { SetupJson } from '../setup/setup.js';

/** What each prints with `--json`. */
interface AgentsAnswers {
  /** It speaks its own protocol. */
  readonly mcp: never;
  readonly setup: SetupJson;
  readonly completions: CompletionsJson;
  readonly complete: never;
}

export const agentsTable: CommandTable<AgentsAnswers> = {
  mcp: {
    summary: 'Serve the project to agents over MCP, on standard input and output',
    group: 'integration',
    example: 'flowdeck mcp --actor claude',
    load: async () => (await import('../mcp.js')).mcp,
  },
  setup: {
    summary: 'Write the hooks and the MCP server into the configuration of claude or codex',
    group: 'integration',
    arguments: [{ name: 'PROGRAM', choices: ['claude', 'codex'] }],
    flags: {
      remove: { type: 'switch', summary: 'Take out again what was written' },
      yes: { type: 'switch', short: 'y', summary: 'Write without asking' },
    },
    example: 'flowdeck setup claude',
    load: async () => (await import('../setup/setup.js')).setup,
  },
  completions: {
    summary: 'Print the completion script of a shell, which knows commands, flags and ids',
    group: 'integration',
    arguments: [{ name: 'SHELL', choices: ['bash', 'zsh', 'fish'] }],
    example: 'flowdeck completions bash',
    load: async () => (await import('../completions.js')).completions,
  },
  complete: {
    summary: 'Say what may follow on a command line',
    group: 'integration',
    hidden: true,
    arguments: [{ name: 'WORDS', optional: true, repeated: true }],
    example: 'flowdeck complete -- start fn-',
    load: async () => (await import('../completions.js')).complete,
  },
};
