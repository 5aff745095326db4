/** The texts of epics and tasks, for clients that attach what they read to a conversation. */
import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceTemplate,
  type McpServer,
} from '@modelcontextprotocol/server';
import type { Service } from '../../service/index.js';
import { errorOf } from './errors.js';
import { textOf } from './tools/look.js';

type Kind = 'epic' | 'task';

/** As many as a client may offer for what was typed. */
const mostCompletions = 100;

const about: Readonly<Record<Kind, { readonly title: string; readonly description: string }>> = {
  epic: { title: 'Epic', description: 'The plan of an epic, in Markdown' },
  task: {
    title: 'Task',
    description: 'What a task is about, when it is done and what was handed in, in Markdown',
  },
};

export function registerResources(server: McpServer, open: () => Promise<Service>): void {
  for (const kind of ['epic', 'task'] as const) {
    const template = new ResourceTemplate(`flowdeck://${kind}/{id}`, {
      list: async () => ({ resources: await resourcesOf(kind, await opened(open)) }),
      complete: { id: async (typed) => idsOf(kind, typed, await open()) },
    });
    server.registerResource(
      kind,
      template,
      { ...about[kind], mimeType: 'text/markdown' },
      async (uri, { id }) => {
        const service = await opened(open);
        const { text } = await told(() =>
          textOf(decodeURIComponent(String(id)), (name, input) => service.query(name, input)),
        );
        return { contents: [{ uri: uri.href, mimeType: 'text/markdown', text }] };
      },
    );
  }
}

async function resourcesOf(kind: Kind, service: Service) {
  const rows = await rowsOf(kind, service);
  return rows.map(({ id, title }) => ({
    uri: `flowdeck://${kind}/${encodeURIComponent(id)}`,
    name: id,
    title,
    mimeType: 'text/markdown',
  }));
}

async function idsOf(kind: Kind, typed: string, service: Service): Promise<string[]> {
  const rows = await rowsOf(kind, service);
  const ids = rows.map(({ id }) => id).filter((id) => id.startsWith(typed));
  return ids.slice(0, mostCompletions);
}

function rowsOf(kind: Kind, service: Service) {
  return kind === 'epic' ? service.query('epics.list', {}) : service.query('tasks.list', {});
}

function opened(open: () => Promise<Service>): Promise<Service> {
  return told(open);
}

/** Resources have no answer of their own for an error: it becomes the protocol's, with the code in its data. */
async function told<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, error: sentence, hint } = errorOf(error);
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${sentence} ${hint}`, { code, hint });
  }
}
