import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Client, type CallToolResult } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, beforeEach, expect } from 'vitest';
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';
import { buildDirectory } from '../support/built.js';
import { temporaryDirectory } from '../support/flow-project.js';
import { runCommand } from '../commands/support.js';

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
async function connect(options: {
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

/** A directory with a database for each test, and servers on it. */
export function useServers() {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  const agents: Agent[] = [];

  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(async () => {
    await Promise.all(agents.splice(0).map(({ client }) => client.close()));
    await directory.remove();
  });

  const databasePath = (): string => path.join(directory.path, 'flowdeck.db');
  const database = () => ({ FLOWDECK_DB: databasePath() });
  return {
    directory: (): string => directory.path,
    databasePath,

    agent: async (
      options: Omit<Parameters<typeof connect>[0], 'directory'> = {},
    ): Promise<Agent> => {
      const environment = { ...database(), ...options.environment };
      const connected = await connect({ directory: directory.path, ...options, environment });
      agents.push(connected);
      return connected;
    },

    /** A server spoken to by hand, past its greeting. */
    rawServer: async (): Promise<RawServer> => {
      const server = new RawServer(directory.path, database());
      await server.greet();
      return server;
    },

    /** What a command says that looks at the same database. */
    command: async (...args: string[]): Promise<Record<string, unknown>> => {
      const { code, stdout, stderr } = await runCommand([...args, '--json'], {
        directory: directory.path,
        environment: database(),
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout) as Record<string, unknown>;
    },

    /** An epic with three tasks in a row, made in this process, which is quicker. */
    plan: async ({ file = databasePath(), title = 'Add sign-in' } = {}): Promise<void> => {
      const context = defaultContext({ actor: 'maker' });
      const opened = await openService({ databasePath: file, context, create: true });
      const { service } = opened;
      const { id: epicId } = await service.command('epic.create', { title });
      for (const [number, title] of ['Store', 'Form', 'Page'].entries()) {
        const dependsOn = number > 0 ? [`${epicId}.${number}`] : [];
        await service.command('task.create', { epicId, title, dependsOn });
      }
      await opened.close();
    },
  };
}

interface Reply {
  readonly id?: number;
  readonly result?: { readonly isError?: boolean; readonly structuredContent?: unknown };
  readonly error?: { readonly code: number };
}

/** A server whose lines are seen, for what no client of the SDK would do. */
export class RawServer {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly exited: Promise<unknown[]>;
  /** All that it wrote on standard output, and on standard error. */
  readonly lines: string[] = [];
  errors = '';
  #number = 0;
  readonly #waiting = new Map<number, (reply: Reply) => void>();

  constructor(directory: string, environment: Readonly<Record<string, string>>) {
    this.process = spawn(process.execPath, [path.join(buildDirectory, 'cli.js'), 'mcp'], {
      cwd: directory,
      env: { PATH: process.env['PATH'], HOME: directory, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.exited = once(this.process, 'exit');
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    createInterface(this.process.stdout).on('line', (line) => {
      this.lines.push(line);
      const reply = JSON.parse(line) as Reply;
      if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply);
    });
  }

  async greet(): Promise<void> {
    const clientInfo = { name: 'x', version: '1' };
    const greeting = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    await this.request('initialize', greeting).reply;
    this.send({ method: 'notifications/initialized' });
  }

  write(text: string): void {
    this.process.stdin.write(text);
  }

  send(message: object): void {
    this.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  request(method: string, params: object): { readonly id: number; readonly reply: Promise<Reply> } {
    const id = this.#number++;
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    this.send({ id, method, params });
    return { id, reply };
  }

  call(name: string, input: object = {}) {
    return this.request('tools/call', { name, arguments: input });
  }
}
