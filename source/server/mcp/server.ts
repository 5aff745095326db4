/** The MCP server: one client on standard input and output, one connection to the database. */
import { fromJsonSchema, McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { GateInput } from '../../domain/contract/pipeline-calls.js';
import type { Environment } from '../../platform/environment.js';
import { Meaning } from '../../service/embedding.js';
import type { OpenService } from '../../service/open.js';
import { clientName } from './caller.js';
import type { Tool, ToolCall } from './definition.js';
import { errorResult } from './errors.js';
import { checkedInput, uncheckedSchema } from './input.js';
import { answerSchemas } from './answer-schemas.js';
import { registerResources } from './resources.js';
import { tools } from './tools.js';

export interface McpOptions {
  readonly version: string;
  readonly actor: {
    /** The name that whoever set the server up gave; the client's own name counts without it. */
    readonly named: string | null;
    /** For a client without a name. */
    readonly otherwise: string;
  };
  readonly sessionId: string;
  readonly environment: Environment;
  /** Opens the project's database; tried again with the next call where it fails. */
  open(): Promise<OpenService>;
  /** What the environment and the working tree tell a gate of the pipeline. */
  gateInput(
    service: OpenService['service'],
    receipt?: Readonly<Record<string, unknown>>,
  ): Promise<GateInput>;
  /** Calls the listener when the process is asked to end. Returns the way to stop listening. */
  onInterrupt(listener: () => void): () => void;
}

const instructions =
  'flowdeck keeps the epics and tasks that agents work on. Ask `next` or `ready` for work, `start` a task before you touch it, ' +
  'read it with `show`, `lock` the files that you change, and finish with `done` and its evidence. ' +
  'Say with `block` or `fail` why you cannot go on.';

/** Serves until the client is gone or the process is asked to end; what was begun is finished first. */
export async function serveMcp(options: McpOptions): Promise<void> {
  const session = new Session(options);
  let end = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    end = resolve;
  });
  const connection = serveStdio(() => serverOf(session), { legacy: 'serve' });
  process.stdin.once('close', end).once('end', end);
  const stopListening = options.onInterrupt(end);
  try {
    await gone;
    await connection.close();
  } finally {
    stopListening();
    await session.close();
  }
}

function serverOf(session: Session): McpServer {
  const { version } = session.options;
  const server = new McpServer(
    { name: 'flowdeck', title: 'flowdeck', version },
    { instructions, capabilities: { tools: {}, resources: {} } },
  );
  for (const [name, tool] of tools) {
    const { title, description, input, reads = false, repeatable = reads } = tool;
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: uncheckedSchema(input),
        outputSchema: fromJsonSchema(answerSchemas[name]),
        annotations: {
          readOnlyHint: reads,
          destructiveHint: false,
          idempotentHint: repeatable,
          openWorldHint: false,
        },
      },
      (given: unknown, context) => session.run(tool, given, context, server),
    );
  }
  registerResources(server, () => session.service());
  return server;
}

/** What outlives the single call. */
class Session {
  readonly options: McpOptions;
  readonly #meaning: Meaning;
  readonly #running = new Set<Promise<unknown>>();
  #opened: Promise<OpenService> | null = null;

  constructor(options: McpOptions) {
    this.options = options;
    this.#meaning = new Meaning({ environment: options.environment });
  }

  async service(): Promise<OpenService['service']> {
    return (await this.#open()).service;
  }

  run(tool: Tool, given: unknown, context: ServerContext, server: McpServer) {
    const answer = this.#answer(tool, given, context, server).catch(errorResult);
    this.#running.add(answer);
    return answer.finally(() => this.#running.delete(answer));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#meaning.close();
    const opened = await this.#opened?.catch(() => null);
    await opened?.close();
  }

  async #answer(tool: Tool, given: unknown, context: ServerContext, server: McpServer) {
    const input = checkedInput(tool.input, given);
    const answer = await tool.run(input, await this.#call(context, server));
    return {
      content: [{ type: 'text' as const, text: JSON.stringify(answer) }],
      structuredContent: { ...answer },
    };
  }

  async #call(context: ServerContext, server: McpServer): Promise<ToolCall> {
    const { actor: names, sessionId } = this.options;
    const actor = names.named ?? clientName(server, context) ?? names.otherwise;
    const service = await this.service();
    const { signal, _meta: meta } = context.mcpReq;
    return {
      actor,
      query: (name, input) => service.query(name, input, { signal }),
      command: (name, input) =>
        service.command(name, input, { actor, sessionId, origin: 'mcp' }, { signal }),
      gateInput: (receipt) => this.options.gateInput(service, receipt),
      meaningOf: (text) => this.#meaning.ofQuery(text, signal),
      async progress(done, total, message) {
        const progressToken = meta?.progressToken;
        if (progressToken === undefined) return;
        await context.mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress: done, total, message },
        });
      },
    };
  }

  /** The project as it is now: another file may have come to the place of the one that was opened, or none. */
  async #open(): Promise<OpenService> {
    const opening = (this.#opened ??= this.#attempt(this.options.open()));
    const opened = await opening;
    if (!(await opened.database.replaced())) return opened;
    // Of several calls the first one sees to it.
    if (this.#opened === opening) this.#opened = this.#attempt(this.#anew(opened));
    return this.#open();
  }

  async #anew(opened: OpenService): Promise<OpenService> {
    try {
      await opened.database.reopen();
      return opened;
    } catch {
      await opened.close();
      return this.options.open();
    }
  }

  /** The next call tries again what failed. */
  #attempt(opening: Promise<OpenService>): Promise<OpenService> {
    return opening.catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
  }
}
