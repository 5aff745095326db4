/** The commands by which agents come in; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';

/** What each prints with `--json`. */
interface AgentsAnswers {
  /** It speaks its own protocol. */
  readonly mcp: never;
}

export const agentsTable: CommandTable<AgentsAnswers> = {
  mcp: {
    summary: 'Serve the project to agents over MCP, on standard input and output',
    group: 'agents',
    example: 'flowdeck mcp --actor claude',
    load: async () => (await import('../mcp.js')).mcp,
  },
};
