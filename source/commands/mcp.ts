/** The server for agents that speak MCP. */
import { randomUUID } from 'node:crypto';
import { serveMcp } from '../server/mcp/server.js';
import { loadHandlers } from '../service/groups/index.js';
import { namedActor } from '../platform/actor.js';
import type { CommandBody } from './definition.js';
import { gateInput } from './gate-input.js';
import { version } from './help.js';

export const mcp: CommandBody<never> = async ({ project, invocation, io }) => {
  const { environment } = io;
  const named = namedActor({ flag: invocation.text('actor'), environment });
  // The installation may be replaced while the server runs.
  await loadHandlers();
  await serveMcp({
    version: version(),
    actor: { named: named ?? null, otherwise: await project.actor() },
    sessionId: project.sessionId ?? `mcp-${randomUUID()}`,
    environment,
    // Anew each time: the project may be made while the server runs.
    open: () => project.again().open(),
    gateInput: (service, receipt) => gateInput({ io, project: project.again() }, service, receipt),
    onInterrupt: (listener) => io.onInterrupt(listener),
  });
  return null;
};
