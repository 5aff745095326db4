import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runAgents } from '../../source/commands/demo/agents.js';
import { virtualClock } from '../../source/commands/demo/clock.js';
import {
  demoDirectoryOf,
  makeDemoPlace,
  removeDemoPlace,
  type DemoPlace,
} from '../../source/commands/demo/place.js';
import { prepareDemo } from '../../source/commands/demo/prepare.js';
import { demoEpics } from '../../source/commands/demo/scenario.js';
import type { DemoTask } from '../../source/commands/demo/scenario-types.js';
import { createWorld, seededRandom, type World } from '../../source/commands/demo/world.js';
import { phaseSequence } from '../../source/domain/phases.js';
import type { EventKind } from '../../source/domain/vocabulary.js';
import { temporaryDirectory } from '../platform/tree.js';
import { expectSchema } from '../support/schemas.js';
import { runCommand } from './support.js';

const start = Date.parse('2026-03-01T12:00:00Z');

let place: DemoPlace;
let prepared: Awaited<ReturnType<typeof prepareDemo>>;

beforeEach(async () => {
  place = makeDemoPlace();
  prepared = await prepareDemo(place, start, seededRandom(7));
});

afterEach(async () => {
  await prepared.close();
  removeDemoPlace(place.directory);
  expect(existsSync(place.directory)).toBe(false);
});

/** Runs the agents for so many seconds of their time. */
async function simulate(seconds: number, watch?: (world: World) => Promise<void>): Promise<World> {
  const clock = virtualClock(start);
  const end = new AbortController();
  const world = createWorld(
    prepared.service,
    {
      now: () => clock.now(),
      async sleep(milliseconds, signal) {
        await clock.sleep(milliseconds, signal);
        if (clock.now() >= start + seconds * 1000) end.abort();
        else await watch?.(world);
      },
    },
    seededRandom(3),
  );
  await runAgents(world, end.signal);
  return world;
}

async function kindsSince(world: World, id: number): Promise<EventKind[]> {
  const events = await world.query('events.list', { afterId: id, limit: 100_000 });
  return events.map(({ kind }) => kind);
}

async function newestEvent(): Promise<number> {
  const [event] = await prepared.service.query('events.list', { limit: 1 });
  return event?.id ?? 0;
}

describe('the scenario', () => {
  it('is a project of about forty tasks that makes sense', () => {
    const tasks = demoEpics.flatMap((epic) => epic.tasks);
    expect(tasks).toHaveLength(40);
    expect(new Set(demoEpics.map(({ title }) => title)).size).toBe(demoEpics.length);
    for (const epic of demoEpics) {
      expect(new Set(epic.tasks.map(({ title }) => title)).size).toBe(epic.tasks.length);
      for (const [index, task] of epic.tasks.entries()) {
        expect(task.number).toBe(index + 1);
        for (const other of task.dependsOn ?? []) expect(other).toBeLessThan(task.number);
        expect(phasesOf(task)).toEqual(expect.arrayContaining(stumblesOf(task)));
      }
    }
  });
});

const phasesOf = ({ script }: DemoTask): string[] =>
  phaseSequence({
    scheme: 1,
    tdd: script?.tdd ?? false,
    review: script?.review !== undefined,
  }).map(({ id }) => id);
const stumblesOf = ({ script }: DemoTask): string[] =>
  [script?.blocks?.phase, script?.fails?.phase].filter((phase) => phase !== undefined);

describe('the demo', () => {
  it('begins with a past: a finished epic, one hint, evidence, memory and tokens', async () => {
    const { epics, totals } = await prepared.service.query('overview', {});
    expect(epics).toHaveLength(6);
    expect(epics.filter(({ status }) => status === 'done')).toHaveLength(1);
    expect(totals.tasks).toMatchObject({ total: 40, hinted: 1 });
    expect(totals.tasks.byStatus.done).toBe(12);
    expect(totals.tasks.ready).toBeGreaterThan(4);
    expect(totals.memory).toBeGreaterThan(3);
    expect(totals.tokens).toBeGreaterThan(0);
    const events = await prepared.service.query('events.list', { limit: 1000 });
    for (const { timestamp } of events) expect(Date.parse(timestamp)).toBeLessThanOrEqual(start);
  });

  it('shows all it has to show within the first half minute', async () => {
    const before = await newestEvent();
    const spent = (await prepared.service.query('totals', {})).tokens;
    let earliest = Infinity;
    const world = await simulate(30, async (now) => {
      const { inProgress } = await now.query('ready.list', {});
      if (inProgress.length > 2) earliest = Math.min(earliest, now.clock.now() - start);
    });
    expect(earliest).toBeLessThan(3000);
    const expected: EventKind[] = [
      'task_started',
      'phase_started',
      'phase_completed',
      'task_blocked',
      'task_retry_scheduled',
      'task_unblocked',
      'task_completed',
      'memory_added',
      'file_locked',
      'file_unlocked',
      'approval_requested',
      'message_sent',
    ];
    expect(await kindsSince(world, before)).toEqual(expect.arrayContaining(expected));
    expect((await world.query('totals', {})).tokens).toBeGreaterThan(spent);
    const tasks = await world.query('tasks.list', {});
    expect(tasks.some(({ lastHeartbeat }) => lastHeartbeat !== null)).toBe(true);
    expect(new Set(tasks.map(({ assignee }) => assignee)).size).toBeGreaterThan(3);
  });

  it('goes on for many minutes, begins again, and is never idle for long', async () => {
    const before = await newestEvent();
    let lastMove = start;
    let longestIdle = 0;
    const rounds: number[] = [];
    let most = 0;
    let lookAgain = start;
    const needs = new Set<string>();
    const world = await simulate(6.5 * 60, async (now) => {
      const moment = now.clock.now();
      if (moment < lookAgain) return;
      lookAgain = moment + 2000;
      const inbox = await now.query('inbox.list', { now: new Date(moment).toISOString() });
      for (const { kind } of inbox) needs.add(kind);
      const { tasks } = await now.query('totals', {});
      if (tasks.byStatus.in_progress > 0) lastMove = moment;
      longestIdle = Math.max(longestIdle, moment - lastMove);
      const { done } = tasks.byStatus;
      if (done < most - 10) {
        rounds.push(moment - start);
        most = done;
      }
      most = Math.max(most, done);
    });
    expect(longestIdle).toBeLessThan(30_000);
    expect(rounds.length).toBeGreaterThan(0);
    expect(rounds[0]).toBeGreaterThan(4 * 60_000);
    expect(needs).toEqual(new Set(['blocked', 'stale', 'finding', 'approval', 'hint', 'closable']));
    const kinds = await kindsSince(world, before);
    expect(kinds).toEqual(expect.arrayContaining(['gap_resolved', 'approval_granted']));
    expect(kinds.filter((kind) => kind === 'task_retry_scheduled').length).toBeGreaterThan(1);
    expect(kinds).not.toContain('task_failed');
  }, 60_000);

  it('answers the person who watches, who may answer first', async () => {
    let done = false;
    const world = await simulate(40, async (now) => {
      const [asked] = await now.query('approvals.list', { status: 'pending' });
      if (done || !asked) return;
      done = true;
      await now.command('me', 'approval.resolve', { id: asked.id, decision: 'approved' });
      await now.command('me', 'message.send', { taskId: asked.taskId ?? '', text: 'Well asked.' });
    });
    const answers = await world.query('messages.list', { actor: 'me' });
    expect(answers).toMatchObject([{ from: expect.any(String) as string, to: 'me' }]);
    expect(await world.query('locks.list', { now: new Date(start).toISOString() })).not.toEqual([]);
  });

  it('lets the person who watches interfere', async () => {
    let interfered = false;
    const world = await simulate(60, async (now) => {
      const { inProgress } = await now.query('ready.list', {});
      const [task, other] = inProgress;
      if (interfered || !task || !other) return;
      interfered = true;
      await now.command('me', 'task.block', { id: task.id, reason: 'Not now' });
      await now.command('me', 'task.start', { id: other.id, force: true });
    });
    const tasks = await world.query('tasks.list', {});
    expect(tasks.filter(({ blockedReason }) => blockedReason === 'Not now')).toHaveLength(1);
    expect(
      tasks.filter(({ assignee, status }) => assignee === 'me' && status === 'in_progress'),
    ).toHaveLength(1);
  });
});

describe('demoDirectoryOf', () => {
  it('knows the directories of demos and no others', () => {
    expect(demoDirectoryOf(place.databasePath)).toBe(place.directory);
    expect(demoDirectoryOf(path.join(tmpdir(), 'flowdeck.db'))).toBeNull();
    expect(demoDirectoryOf(path.join(tmpdir(), 'other', 'flowdeck.db'))).toBeNull();
    expect(demoDirectoryOf('/home/somebody/flowdeck-demo-x/flowdeck.db')).toBeNull();
  });
});

describe('flowdeck demo without a terminal', () => {
  it('prints where the first moments lead, and leaves nothing behind', async () => {
    const directory = temporaryDirectory();
    vi.stubEnv('TMPDIR', directory);
    try {
      const { code, stdout, stderr } = await runCommand(['demo', '--ascii'], { directory });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/of 40 tasks finished, \d+ running/);
      expect(stdout).toContain('Live map of deliveries');
      const asked = await runCommand(['demo', '--json'], { directory });
      const answer = JSON.parse(asked.stdout) as unknown;
      expectSchema('demo', answer);
      expect(answer).toMatchObject({ tasks: { done: expect.any(Number) as number } });
      expect(readdirSync(directory)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('refuses to let simulated agents work anywhere else', async () => {
    const directory = temporaryDirectory();
    const { code, stderr } = await runCommand(['demo-agents', '--db', 'real.db'], { directory });
    expect(code).toBe(2);
    expect(stderr).toContain('Only flowdeck demo starts the agents of a demo.');
    expect(readdirSync(directory)).toEqual([]);
  });
});
