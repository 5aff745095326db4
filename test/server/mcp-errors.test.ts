import { renameSync, rmSync } from 'node:fs';
import { createClient } from '@libsql/client/sqlite3';
import { describe, expect, it } from 'vitest';
import { errorHints } from '../../source/domain/errors.js';
import { useServers, type Agent } from './mcp-support.js';

const { agent, command, databasePath, plan, rawServer } = useServers();

interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
}

/** What a tool takes as its schema tells clients. */
interface Listed {
  readonly name: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
}

async function listed({ client }: Agent): Promise<readonly Listed[]> {
  const { tools } = await client.listTools();
  return tools.map(({ name, inputSchema }) => {
    const { required = [], properties = {} } = inputSchema;
    return { name, required, properties: properties as Listed['properties'] };
  });
}

/** Something that the schema lets through, on what the plan holds. */
function sampleOf({ required, properties }: Listed): Record<string, unknown> {
  const ofType: Readonly<Record<string, unknown>> = { array: ['a.ts'], integer: 1, string: 'Text' };
  const ids: Readonly<Record<string, string>> = {
    epic_id: 'fn-1',
    task_id: 'fn-1.1',
    id: 'fn-1.1',
  };
  return Object.fromEntries(
    required.map((name) => {
      const { type = '', enum: choices } = properties[name] ?? {};
      return [name, ids[name] ?? choices?.[0] ?? ofType[type]];
    }),
  );
}

describe('bad input', () => {
  it('is told by a code, a sentence and a hint, for every tool', async () => {
    await plan();
    const connected = await agent();
    const bad = async (name: string, input: object): Promise<string> => {
      const { success, code, error, hint, ...rest } = await connected.failure(name, input);
      const place = `${name} ${JSON.stringify(input).slice(0, 200)}`;
      expect({ success, rest }, place).toEqual({ success: false, rest: {} });
      expect(String(error).length, place).toBeLessThan(2100);
      expect(Object.keys(errorHints), place).toContain(code);
      expect(hint, place).not.toMatch(/--(force|reason|no-gate)/);
      return String(code);
    };
    const long = 'x'.repeat(1_000_000);
    const controls = 'a\u0000b\u001b[31m';
    for (const tool of await listed(connected)) {
      const sample = sampleOf(tool);
      const { name } = tool;
      expect(await bad(name, { ...sample, nonsense: 1 })).toBe('tool.input_invalid');
      if (tool.required.length > 0) expect(await bad(name, {})).toBe('tool.input_invalid');
      for (const field of Object.keys(tool.properties)) {
        expect(await bad(name, { ...sample, [field]: { of: 'another kind' } })).toMatch(
          field === 'receipt' ? /./ : /^tool\.input_invalid$/,
        );
        if (!/^(epic_|task_)?id$/.test(field)) continue;
        expect(await bad(name, { ...sample, [field]: '' })).toBe('tool.input_invalid');
        const unknown = field === 'epic_id' ? 'fn-9' : 'fn-1.9';
        for (const id of [unknown, long, controls]) {
          expect(await bad(name, { ...sample, [field]: id })).toMatch(/^(id|epic|task)\./);
        }
        if (field === 'id') continue;
        const other = field === 'epic_id' ? 'fn-1.1' : 'fn-1';
        expect(await bad(name, { ...sample, [field]: other })).toBe('id.invalid');
      }
    }
    // Nothing was done, and the server goes on.
    expect(await command('events', '--limit', '1')).toMatchObject({ events: [{ actor: 'maker' }] });
    expect(await connected.answer('status')).toMatchObject({ ready: 1 });
  });

  it('is told what is wrong with a call, by a code and with a hint', async () => {
    await plan();
    const { failure, client } = await agent();
    expect(await failure('start', { task: 'fn-1.1' })).toMatchObject({
      success: false,
      error: expect.stringMatching(/task_id: .*Unrecognized key: "task"/) as string,
      code: 'tool.input_invalid',
      hint: 'Give the tool what its input schema says.',
    });
    expect(await failure('start', { task_id: 'fn-1.9' })).toMatchObject({ code: 'task.not_found' });
    expect(await failure('ready', { epic_id: 'fn-1.1' })).toHaveProperty('code');
    await expect(client.callTool({ name: 'nothing', arguments: {} })).rejects.toThrow(/nothing/);
    await expect(client.readResource({ uri: 'flowdeck://task/fn-7.1' })).rejects.toMatchObject({
      data: { code: 'task.not_found' },
    });
  });
});

describe('a database', () => {
  it('that another one takes the place of is read anew, and one that is gone is missed', async () => {
    await plan();
    const { answer, failure } = await agent();
    expect(await answer('epics')).toMatchObject({ count: 1 });
    for (const end of ['', '-wal', '-shm']) rmSync(`${databasePath()}${end}`, { force: true });
    const missed = await Promise.all([failure('epics'), failure('log_note', { text: 'Lost' })]);
    for (const each of missed) expect(each).toMatchObject({ code: 'project.not_found' });

    await plan();
    await command('epic', 'create', '--title', 'Second');
    expect(await answer('epics')).toMatchObject({ count: 2 });
    await answer('log_note', { text: 'Kept' });
    expect(await command('events', '--limit', '1')).toMatchObject({
      events: [{ event_type: 'note_logged' }],
    });

    const file = `${databasePath()}.other`;
    await plan({ file, title: 'Third' });
    renameSync(file, databasePath());
    for (const end of ['-wal', '-shm']) rmSync(`${databasePath()}${end}`, { force: true });
    expect(await answer('epics')).toMatchObject({ epics: [{ id: 'fn-1-third' }] });
  });

  it('that another process holds is waited for, until the client has had enough', async () => {
    await plan();
    const server = await rawServer();
    await server.call('status').reply;
    const client = createClient({ url: `file:${databasePath()}`, concurrency: 1 });
    const holding = await client.transaction('write');
    const waiting = server.call('log_note', { text: 'Never mind' });
    server.send({ method: 'notifications/cancelled', params: { requestId: waiting.id } });
    // The next call does not wait behind the one that was cancelled.
    expect(await server.call('status').reply).toMatchObject({ result: {} });
    const patient = server.call('log_note', { text: 'Now' });
    await holding.rollback();
    client.close();
    expect(await patient.reply).not.toHaveProperty('result.isError');
    const { events } = await command('events', '--type', 'note_logged');
    expect(events).toMatchObject([{ payload: { note: 'Now' } }]);
    expect(server.lines.map((line) => (JSON.parse(line) as { id: number }).id)).not.toContain(
      waiting.id,
    );
    server.process.stdin.end();
    expect(await server.exited).toEqual([0, null]);
  });
});
