/** Who calls: the name under which claims and events are recorded. */
import {
  CLIENT_INFO_META_KEY,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { sanitise } from '../../platform/sanitise.js';

/** Longer names are no names. */
const longestName = 100;

/** The name that the client gave itself; null for one without. */
export function clientName(server: McpServer, context: ServerContext): string | null {
  const envelope: Readonly<Record<string, unknown>> = context.mcpReq.envelope ?? {};
  const given = nameOf(envelope[CLIENT_INFO_META_KEY]);
  // Before revision 2026-07-28 a client says who it is once, at the beginning.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return given ?? nameOf(server.server.getClientVersion());
}

function nameOf(client: unknown): string | null {
  if (typeof client !== 'object' || client === null || !('name' in client)) return null;
  if (typeof client.name !== 'string') return null;
  return sanitise(client.name).trim().slice(0, longestName) || null;
}
