import path from 'node:path';
import { Client, type CallToolResult } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { buildDirectory } from '../support/built.js';

type Call = (name: string, input?: object) => Promise<Record<string, unknown>>;

export interface Agent {
  readonly client: Client;
  readonly transport: StdioClientTransport;
  /** The structured answer of a tool that must succeed, and agrees with its text. */
  readonly answer: Call;
  /** The error of a tool that must fail. */
  readonly failure: Call;
}

/** A client of the SDK with a server of its own, in a process of its own. */
export async function connect(options: {
  readonly directory: string;
  readonly name?: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The revision of 2026-07-28, or what was spoken before. */
  readonly era?: 'modern' | 'legacy';
}): Promise<Agent> {
  const { directory, name = 'tester', args = [], environment = {}, era = 'modern' } = options;
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [path.join(buildDirectory, 'cli.js'), 'mcp', ...args],
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '', HOME: directory, ...environment },
    stderr: 'inherit',
  });
  const client = new Client(
    { name, version: '1.0.0' },
    { versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' } },
  );
  await client.connect(transport);
  const call = async (tool: string, input: object): Promise<CallToolResult> =>
    client.callTool({ name: tool, arguments: { ...input } });
  return {
    client,
    transport,
    async answer(tool, input = {}) {
      const { structuredContent, content, isError } = await call(tool, input);
      if (isError) throw new Error(`${tool}: ${JSON.stringify(content)}`);
      const [text] = content;
      if (text?.type !== 'text' || text.text !== JSON.stringify(structuredContent)) {
        throw new Error(`${tool} says two things: ${JSON.stringify(content)}`);
      }
      return structuredContent as Record<string, unknown>;
    },
    async failure(tool, input = {}) {
      const { structuredContent, content, isError } = await call(tool, input);
      if (!isError) throw new Error(`${tool} succeeded: ${JSON.stringify(content)}`);
      return structuredContent as Record<string, unknown>;
    },
  };
}
