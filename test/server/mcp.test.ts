import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tools } from '../../source/server/mcp/tools.js';
import { defaultContext } from '../../source/service/context.js';
import { openService } from '../../source/service/open.js';
import { buildDirectory } from '../support/built.js';
import { temporaryDirectory } from '../support/flow-project.js';
import { runCommand } from '../support/run-command.js';
import { connect, type Agent } from './mcp-support.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
const agents: Agent[] = [];

async function agent(options: Omit<Parameters<typeof connect>[0], 'directory'> = {}) {
  const environment = { ...database(), ...options.environment };
  const connected = await connect({ directory: directory.path, ...options, environment });
  agents.push(connected);
  return connected;
}

function database(): Readonly<Record<string, string>> {
  return { FLOWDECK_DB: path.join(directory.path, 'flowdeck.db') };
}

async function command(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr, exitCode } = await runCommand([...args, '--json'], {
    directory: directory.path,
    environment: database(),
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

beforeEach(async () => {
  directory = await temporaryDirectory();
});

afterEach(async () => {
  await Promise.all(agents.splice(0).map(({ client }) => client.close()));
  await directory.remove();
});

/** An epic with three tasks in a row, made in this process, which is quicker. */
async function plan(): Promise<void> {
  const databasePath = path.join(directory.path, 'flowdeck.db');
  const context = defaultContext({ actor: 'maker' });
  const opened = await openService({ databasePath, context, create: true });
  const { service } = opened;
  const { id: epicId } = await service.command('epic.create', { title: 'Add sign-in' });
  for (const [number, title] of ['Store', 'Form', 'Page'].entries()) {
    const dependsOn = number > 0 ? [`${epicId}.${number}`] : [];
    await service.command('task.create', { epicId, title, dependsOn });
  }
  await opened.close();
}

describe('one agent', () => {
  it('takes a task from ready to done, and every step is in the log under its name', async () => {
    await plan();
    const { client, answer, failure } = await agent({ name: 'claude-code' });
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect(await answer('status')).toMatchObject({ ready: 1, tasks: { todo: 3 } });
    expect(await answer('epics')).toMatchObject({ count: 1 });
    expect(await answer('tasks', { epic_id: 'fn-1', status: 'todo' })).toMatchObject({ count: 3 });
    const ready = await answer('ready', { epic_id: 'fn-1' });
    expect(ready).toMatchObject({ actor: 'claude-code', ready: [{ id: 'fn-1-add-sign-in.1' }] });

    expect(await answer('start', { task_id: 'fn-1.1', note: 'Mine' })).toMatchObject({
      status: 'in_progress',
    });
    expect(await answer('show', { id: 'fn-1.1' })).toMatchObject({ kind: 'task', title: 'Store' });
    expect(await answer('phase_next', { task_id: 'fn-1.1' })).toMatchObject({ phase: '0' });
    expect(await answer('phase_done', { task_id: 'fn-1.1', phase: '0' })).toMatchObject({
      next_phase: { phase: '1' },
    });
    expect(await answer('heartbeat', { task_id: 'fn-1.1' })).toMatchObject({
      task: 'fn-1-add-sign-in.1',
      messages: [],
    });
    const files = { task_id: 'fn-1.1', paths: ['src/a.ts'] };
    expect(await answer('lock', files)).toMatchObject({ locked: ['src/a.ts'], already_locked: [] });
    expect(await answer('unlock', files)).toEqual({ released: ['src/a.ts'] });
    expect(await answer('log_note', { text: 'Half way', task_id: 'fn-1.1' })).toHaveProperty('id');
    const tokens = { task_id: 'fn-1.1', input_tokens: 10, output_tokens: 5, cost_usd: 0.25 };
    expect(await answer('record_tokens', tokens)).toEqual({ id: 1 });
    const entry = { type: 'pitfall', content: 'The store forgets', tags: ['store'] };
    expect(await answer('memory_add', entry)).toMatchObject({ duplicate: false });
    expect(await answer('memory_add', entry)).toEqual({ id: 1, duplicate: true });
    expect(await answer('memory_search', { query: 'forgets' })).toMatchObject({ count: 1 });
    const evidence = { commits: ['1a2b3c4'], tests: ['npm test'], review_iterations: 2 };
    expect(await answer('done', { task_id: 'fn-1.1', summary: 'Stored', evidence })).toMatchObject({
      status: 'done',
    });
    expect(await answer('review', { epic_id: 'fn-1' })).toMatchObject({
      done: [{ summary: 'Stored', evidence: { commits: ['1a2b3c4'], review_iterations: 2 } }],
      open: [{ title: 'Form' }, { title: 'Page' }],
    });

    await answer('start', { task_id: 'fn-1.2' });
    expect(await answer('block', { task_id: 'fn-1.2', reason: 'No key' })).toMatchObject({
      status: 'blocked',
      reason: 'No key',
    });
    expect(await failure('fail', { task_id: 'fn-1.2' })).toMatchObject({
      code: 'task.transition',
      hint: 'Use force to do it all the same; that is recorded.',
    });

    const { events } = (await command('events')) as { events: Record<string, unknown>[] };
    const own = events.filter(({ origin }) => origin === 'mcp');
    expect(own.map(({ event_type: kind }) => kind).reverse()).toEqual([
      'task_started',
      'phase_started',
      'phase_completed',
      ...own
        .slice(0, -3)
        .map(({ event_type: kind }) => kind)
        .reverse(),
    ]);
    expect(new Set(own.map(({ actor }) => actor))).toEqual(new Set(['claude-code']));
    expect(new Set(own.map(({ session_id: session }) => session)).size).toBe(1);
    expect(own[0]?.['session_id']).toMatch(/^mcp-/);
  });

  it('is told the one thing to do next', async () => {
    await plan();
    const { answer, failure } = await agent({ name: 'claude-code' });
    const epic = 'fn-1-add-sign-in';
    const first = { status: 'work', epic, task: `${epic}.1`, reason: 'ready_task' };
    expect(await answer('next')).toEqual({ ...first, blocked_epics: {} });
    expect(await answer('next', { require_plan_review: true })).toMatchObject({
      status: 'plan',
      reason: 'needs_plan_review',
    });
    await answer('start', { task_id: 'fn-1.1' });
    // An epic may be named as people type it.
    expect(await answer('next', { epic_ids: ['fn-1'] })).toMatchObject({
      task: `${epic}.1`,
      reason: 'resume_in_progress',
    });
    expect(await answer('next', { epic_ids: [] })).toMatchObject({ status: 'none' });
    expect(await failure('next', { epic_ids: ['fn-7'] })).toMatchObject({ code: 'epic.not_found' });
  });

  it('takes an epic through its pipeline, past gates that know the working tree', async () => {
    await plan();
    writeFileSync(path.join(directory.path, 'codex'), '#!/bin/sh\n', { mode: 0o755 });
    const environment = { FLOW_REVIEW_BACKEND: 'codex', PATH: directory.path };
    const { answer, failure } = await agent({ environment });
    const epic = { epic_id: 'fn-1' };
    const begun = { epic: 'fn-1-add-sign-in', phase: 'brainstorm', all_done: false };
    expect(await answer('epic_phase_next', epic)).toMatchObject(begun);
    const brainstorm = { ...epic, phase: 'brainstorm' };
    expect(await failure('epic_phase_done', brainstorm)).toMatchObject({
      code: 'pipeline.gate',
      hint: 'Do what is missing, or leave the gate out with force; that is recorded.',
    });
    const nowhere = { ...brainstorm, receipt: { artifact: 'ideas.md' } };
    expect(await failure('epic_phase_done', nowhere)).toMatchObject({
      code: 'pipeline.receipt_invalid',
    });
    writeFileSync(path.join(directory.path, 'ideas.md'), '# Ideas\n\n## Scope\n\nPasskeys.\n');
    expect(await answer('epic_phase_done', nowhere)).toMatchObject({
      previous_phase: 'brainstorm',
      phase: 'plan',
    });
    const leap = { ...epic, phase: 'work' };
    expect(await failure('epic_phase_done', leap)).toMatchObject({ code: 'phase.out_of_order' });
    expect(await answer('epic_phase_done', { ...epic, phase: 'plan', force: true })).toMatchObject({
      phase: 'plan_review',
      gate_skipped: true,
    });
    // The environment names a reviewer, so that its receipt is asked for.
    const review = { ...epic, phase: 'plan_review', score: 28, evidence: 'Each question answered' };
    expect(await failure('epic_phase_done', review)).toMatchObject({
      error: expect.stringContaining('The receipt of codex is missing (receipt).') as string,
    });
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

  it('speaks the revision before too, reports progress, and takes its name from where it was given', async () => {
    await plan();
    const { client, answer } = await agent({ era: 'legacy', args: ['--actor', 'somebody'] });
    expect(client.getNegotiatedProtocolVersion()).toBe('2025-11-25');
    expect(await answer('ready')).toMatchObject({ actor: 'somebody' });
    const seen: unknown[] = [];
    await client.callTool(
      { name: 'memory_search', arguments: { query: 'anything' } },
      { onprogress: (progress) => seen.push(progress) },
    );
    expect(seen).toMatchObject([{ progress: 0, total: 2 }, { progress: 1 }]);
    const named = await agent({ era: 'legacy', name: 'codex' });
    expect(await named.answer('ready')).toMatchObject({ actor: 'codex' });
  });

  it('may come before the project does', async () => {
    const { answer, failure } = await agent();
    expect(await failure('status')).toMatchObject({ code: 'project.not_found' });
    await command('init');
    await plan();
    expect(await answer('status')).toMatchObject({ ready: 1 });
  });
});

describe('several', () => {
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

  it('a client that disappears takes its server with it, and nothing that was begun is lost', async () => {
    await plan();
    const server = spawn(process.execPath, [path.join(buildDirectory, 'cli.js'), 'mcp'], {
      cwd: directory.path,
      env: { PATH: process.env['PATH'], HOME: directory.path, ...database() },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exited = once(server, 'exit');
    const send = (message: object): void => {
      server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    };
    const info = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    };
    send({ id: 0, method: 'initialize', params: info });
    await once(server.stdout, 'data');
    send({ method: 'notifications/initialized' });
    send({
      id: 1,
      method: 'tools/call',
      params: { name: 'start', arguments: { task_id: 'fn-1.1' } },
    });
    await once(server.stdout, 'data');
    // The answer to this one is never read.
    send({
      id: 2,
      method: 'tools/call',
      params: { name: 'done', arguments: { task_id: 'fn-1.1', summary: 'Gone' } },
    });
    server.stdin.end();
    server.stdout.destroy();
    expect(await exited).toEqual([0, null]);
    expect(await command('show', 'fn-1.1')).toMatchObject({ status: 'done', summary: 'Gone' });
  });
});
