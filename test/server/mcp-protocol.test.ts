import { describe, expect, it } from 'vitest';
import { tools } from '../../source/server/mcp/tools.js';
import { useServers } from './mcp-support.js';

const { agent, command, plan, rawServer } = useServers();

describe('a client', () => {
  it('finds every tool with its schemas, and the texts of epics and tasks as resources', async () => {
    await plan();
    const { client } = await agent();
    const listed = (await client.listTools()).tools;
    expect(listed.map(({ name }) => name)).toEqual([...tools.keys()]);
    for (const { inputSchema, outputSchema, description, annotations } of listed) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
      expect(description).toMatch(/\.$/);
      expect(annotations).toMatchObject({ openWorldHint: false });
    }

    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'flowdeck://epic/fn-1-add-sign-in',
      ...[1, 2, 3].map((number) => `flowdeck://task/fn-1-add-sign-in.${number}`),
    ]);
    const { contents } = await client.readResource({ uri: 'flowdeck://task/fn-1.2' });
    expect(contents).toMatchObject([
      {
        mimeType: 'text/markdown',
        text: expect.stringContaining('# fn-1-add-sign-in.2 Form') as string,
      },
    ]);
    const { completion } = await client.complete({
      ref: { type: 'ref/resource', uri: 'flowdeck://task/{id}' },
      argument: { name: 'id', value: 'fn-1-add-sign-in.3' },
    });
    expect(completion.values).toEqual(['fn-1-add-sign-in.3']);
  });

  it('speaks the revision before too, and takes its name from where it was given', async () => {
    await plan();
    const { client, answer } = await agent({ era: 'legacy', args: ['--actor', 'somebody'] });
    expect(client.getNegotiatedProtocolVersion()).toBe('2025-11-25');
    expect(await answer('ready')).toMatchObject({ actor: 'somebody' });
    const named = await agent({ era: 'legacy', name: 'codex' });
    expect(await named.answer('ready')).toMatchObject({ actor: 'codex' });
  });

  it('is told of each step before the answer', async () => {
    await plan();
    // Read off the wire: the SDK's client drops a step that it reads together with the answer.
    const server = await rawServer();
    const before = server.lines.length;
    const input = { name: 'memory_search', arguments: { query: 'anything' } };
    await server.request('tools/call', { ...input, _meta: { progressToken: 'search' } }).reply;
    expect(server.lines.slice(before).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { method: 'notifications/progress', params: { progressToken: 'search', progress: 0 } },
      { method: 'notifications/progress', params: { progressToken: 'search', progress: 1 } },
      { result: {} },
    ]);
  });

  it('may come before the project does', async () => {
    const { answer, failure } = await agent();
    expect(await failure('status')).toMatchObject({ code: 'project.not_found' });
    await command('init');
    await plan();
    expect(await answer('status')).toMatchObject({ ready: 1 });
  });

  it('finds nothing but the protocol on standard output, whatever it sends', async () => {
    await plan();
    const server = await rawServer();
    server.write('no JSON\n[]\n\n{"jsonrpc":"2.0"}\n');
    expect(await server.request('nothing/known', {}).reply).toMatchObject({
      error: { code: -32601 },
    });
    const notes = Array.from({ length: 20 }, (_, index) =>
      server.call('log_note', { text: `Note ${index}` }),
    );
    const replies = await Promise.all(notes.map(({ reply }) => reply));
    const ids = replies.map(({ result }) => (result?.structuredContent as { id: number }).id);
    expect(new Set(ids).size).toBe(20);
    server.process.stdin.end();
    expect(await server.exited).toEqual([0, null]);
    expect(server.errors).toBe('');
    for (const line of server.lines) expect(JSON.parse(line)).toHaveProperty('jsonrpc', '2.0');
  });

  it('names the session that its events are recorded under', async () => {
    await plan();
    const environment = { CLAUDE_CODE_SESSION_ID: 'session-7', FLOW_ACTOR: 'ada' };
    const { answer } = await agent({ environment });
    await answer('start', { task_id: 'fn-1.1' });
    await answer('heartbeat', { task_id: 'fn-1.1' });
    expect(await command('events', '--limit', '1')).toMatchObject({
      events: [{ session_id: 'session-7', actor: 'ada', origin: 'mcp' }],
    });
  });
});
