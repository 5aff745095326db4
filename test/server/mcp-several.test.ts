import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildDirectory } from '../support/built.js';
import { useServers, type RawServer } from './mcp-support.js';

const { agent, command, databasePath, directory, plan, rawServer } = useServers();

describe('several servers', () => {
  it('two agents on one database: one gets the task, the other is told who has it', async () => {
    await plan();
    const [one, other] = [await agent({ name: 'one' }), await agent({ name: 'other' })];
    const outcomes = await Promise.all(
      [one, other].map(({ client }) =>
        client.callTool({ name: 'start', arguments: { task_id: 'fn-1.1' } }),
      ),
    );
    const [winner, loser] = outcomes[0]?.isError ? ['other', 'one'] : ['one', 'other'];
    const lost = outcomes.find(({ isError }) => isError)?.structuredContent;
    expect(lost).toMatchObject({
      code: 'task.claimed',
      error: expect.stringContaining(winner) as string,
    });
    expect(outcomes.filter(({ isError }) => !isError)).toHaveLength(1);
    // What one writes the other reads at once.
    const reader = loser === 'one' ? one : other;
    expect(await reader.answer('ready')).toMatchObject({ in_progress: [{ assignee: winner }] });
    const notes = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : other).answer('memory_add', {
        type: 'decision',
        content: `Decision number ${index}`,
      }),
    );
    await Promise.all(notes);
    expect(await command('memory', 'list')).toMatchObject({ total: 20 });
  });
});

/** A client that starts a server, has a note taken, and waits for its end. */
const clientProgram = `
const { spawn } = require('node:child_process');
const server = spawn(process.execPath, [${JSON.stringify(path.join(buildDirectory, 'cli.js'))}, 'mcp'], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
console.log('server ' + server.pid);
const send = (message) => server.stdin.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n');
const clientInfo = { name: 'x', version: '1' };
send({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
server.stdout.once('data', () => {
  send({ method: 'notifications/initialized' });
  send({ id: 1, method: 'tools/call', params: { name: 'log_note', arguments: { text: 'Noted' } } });
  server.stdout.once('data', () => console.log('noted'));
});
setInterval(() => {}, 1000);
`;

/** One that has ended may wait for whoever adopted it to notice. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a client that disappears takes its server with it, and nothing acknowledged is lost:', () => {
  it.each<[how: string, leave: (server: RawServer) => void, kept: number]>([
    // What was begun is finished too.
    ['it closes the pipes', (server) => server.process.stdin.end(), 3],
    ['its terminal hangs up', (server) => void server.process.kill('SIGHUP'), 2],
    ['it ends its server', (server) => void server.process.kill('SIGTERM'), 2],
  ])('%s', async (_, leave, kept) => {
    await plan();
    const server = await rawServer();
    await server.call('start', { task_id: 'fn-1.1' }).reply;
    await server.call('log_note', { text: 'Half way' }).reply;
    // The answer to this one is never read.
    server.call('done', { task_id: 'fn-1.1', summary: 'Gone' });
    leave(server);
    server.process.stdout.destroy();
    expect(await server.exited).toEqual([0, null]);
    const { events } = (await command('events', '--by', 'x')) as {
      events: { event_type: string }[];
    };
    const kinds = events.map(({ event_type: kind }) => kind).reverse();
    expect(kinds.slice(0, kept)).toEqual(
      ['task_started', 'note_logged', 'task_completed'].slice(0, kept),
    );
  });

  it.skipIf(!existsSync('/proc/self/status'))('it is killed', async () => {
    await plan();
    const client = spawn(process.execPath, ['-e', clientProgram], {
      cwd: directory(),
      env: { PATH: process.env['PATH'], HOME: directory(), FLOWDECK_DB: databasePath() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    client.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await expect.poll(() => said, { timeout: 20_000 }).toContain('noted');
    const server = Number(/^server (\d+)$/m.exec(said)?.[1]);
    expect(runs(server)).toBe(true);
    client.kill('SIGKILL');
    await once(client, 'exit');
    await expect.poll(() => runs(server), { timeout: 20_000 }).toBe(false);
    expect(await command('events', '--limit', '1')).toMatchObject({
      events: [{ event_type: 'note_logged' }],
    });
  });
});
