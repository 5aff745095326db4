import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { postJson } from '../../source/platform/webhook.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(status: number | null): Promise<{ address: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((incoming, reply) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (part: string) => (body += part));
    incoming.on('end', () => {
      bodies.push(`${incoming.method} ${incoming.headers['content-type']} ${body}`);
      if (status !== null) reply.writeHead(status).end('thanks');
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/hook`, bodies };
}

describe('a webhook', () => {
  it('is given JSON', async () => {
    const { address, bodies } = await serve(204);
    await postJson(address, { text: 'hello' }, {});
    expect(bodies).toEqual(['POST application/json {"text":"hello"}']);
  });

  it('may refuse', async () => {
    const { address } = await serve(403);
    await expect(postJson(address, {}, {})).rejects.toThrow('It answered with 403.');
    await expect(postJson('nowhere', {}, {})).rejects.toThrow('nowhere is no address');
  });

  it('is not waited for without end', async () => {
    const { address } = await serve(null);
    await expect(postJson(address, {}, {}, 50)).rejects.toThrow(/timeout|aborted/i);
  });
});
