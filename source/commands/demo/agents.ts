/**
 * The lives of the demo's agents. Each is a generator that acts and yields how long it rests, in milliseconds, so that
 * one scheduler runs them all on any clock, and a test runs an hour of them in a moment.
 */
import type { TaskRow } from '../../domain/contract/rows.js';
import { commitOf } from './flow-files.js';
import {
  answer,
  ask,
  clearUp,
  isAnswered,
  lockFiles,
  review,
  silentFor,
  tellUnblocked,
} from './habits.js';
import { demoAgents, demoEpics } from './scenario.js';
import type { DemoMemory, DemoScript, DemoTask } from './scenario-types.js';
import { between, type World } from './world.js';

type Agent = (typeof demoAgents)[number];
type Life = AsyncGenerator<number, never>;
type Stretch = AsyncGenerator<number, void>;

/** The one who unblocks, and who begins a new round. */
const lead = 'elm';

/** How long a phase takes at the beginning of the demo, in milliseconds; later everything takes longer. */
const phaseDurations: Readonly<Record<string, readonly [number, number]>> = {
  '0': [500, 1000],
  '1': [900, 1800],
  '2a': [2000, 3500],
  '2': [3500, 7000],
  '2.5': [2000, 3500],
  '4': [2500, 4500],
};
const shortPhase = [800, 1500] as const;
/** Everything happens soon for whoever just opened the demo, and then at a pace one can follow. */
const openingLasts = 20_000;
const laterPace = 2.4;
const beatEvery = 1400;
const blockedFor = 14_000;

/** What the agents remember of this round besides the store. */
interface Round {
  number: number;
  readonly began: number;
  /** Tasks whose script has happened. */
  readonly stumbled: Set<string>;
  /** Tasks blocked by a script, with the time to unblock them. */
  readonly blocked: Map<string, number>;
}

/** Runs until the signal aborts. */
export async function runAgents(world: World, signal: AbortSignal): Promise<void> {
  const { clock } = world;
  const began = clock.now();
  const round: Round = { number: 1, began, stumbled: new Set(), blocked: new Map() };
  const lives: { life: Life; at: number }[] = [
    ...demoAgents.map((agent, index) => ({
      life: agentLife(world, round, agent),
      at: began + 300 + 450 * index,
    })),
    { life: leadLife(world, round), at: began + 3000 },
  ];
  for (;;) {
    const next = lives.reduce((first, other) => (other.at < first.at ? other : first));
    await clock.sleep(next.at - clock.now(), signal);
    if (signal.aborted) return;
    const { value: rest } = await next.life.next();
    next.at = Math.max(next.at, clock.now()) + rest;
  }
}

async function* agentLife(world: World, round: Round, agent: Agent): Life {
  for (;;) {
    const task = await claim(world, agent);
    if (task === null) yield pause(world, round, 900, 1600);
    else {
      yield* perform(world, round, agent, task);
      yield pause(world, round, 700, 1500);
    }
  }
}

async function claim(world: World, agent: Agent): Promise<TaskRow | null> {
  const { ready } = await world.query('ready.list', {});
  // Another actor's old claim may stand in the way of the first.
  for (const task of ready.slice(0, 6)) {
    const started = await world.attempt(agent.name, 'task.start', { id: task.id });
    if (started) return task;
  }
  return null;
}

async function* perform(world: World, round: Round, agent: Agent, task: TaskRow): Stretch {
  const planned = await plannedTask(world, task);
  const script = planned?.script ?? {};
  const flags = {
    taskId: task.id,
    ...(script.tdd && { tdd: true }),
    ...(script.review !== undefined && { review: script.review }),
  };
  for (;;) {
    const next = await world.attempt(agent.name, 'phase.next', flags);
    const phase = next?.phase?.id;
    if (phase === undefined) break;
    await answer(world, agent.name, task, next?.messages ?? []);
    if (phase === '2') await lockFiles(world, agent.name, task, planned ?? {});
    if (phase === script.asks?.phase && (yield* waitForLeave(world, agent, task, script))) return;
    if (phase === script.falls?.silentIn && once(round, `${task.id} silent`)) {
      await beat(world, agent, task, phase);
      yield silentFor;
      if (!(await stillMine(world, agent, task))) return;
    }
    const stumble = round.stumbled.has(task.id) ? null : stumbleAt(script, phase);
    const [least, most] = phaseDurations[phase] ?? shortPhase;
    let left = pause(world, round, least, most) / (stumble ? 2 : 1);
    while (left > 0) {
      await beat(world, agent, task, phase);
      const rest = Math.min(left, beatEvery);
      left -= rest;
      yield rest;
      if (!(await stillMine(world, agent, task))) return;
    }
    if (stumble) {
      round.stumbled.add(task.id);
      yield* fall(world, round, agent, task, stumble);
      return;
    }
    // The last phases follow the finishing of the task.
    if (phase === '5') await finish(world, round, agent, task);
    if (phase === '4') await review(world, agent.name, task, script);
    if (phase === '2' && script.remembers) await remember(world, agent.name, script.remembers);
    if (!(await world.attempt(agent.name, 'phase.done', { ...flags, phase }))) return;
  }
}

/** Beats until somebody answers. Returns true where the task was taken away meanwhile. */
async function* waitForLeave(
  world: World,
  agent: Agent,
  task: TaskRow,
  script: DemoScript,
): AsyncGenerator<number, boolean> {
  const id = await ask(world, agent.name, task, script);
  while (id !== null && !(await isAnswered(world, id))) {
    await beat(world, agent, task, script.asks?.phase ?? '');
    yield beatEvery;
    if (!(await stillMine(world, agent, task))) return true;
  }
  return false;
}

/** True the first time in a round. */
function once(round: Round, what: string): boolean {
  const isNew = !round.stumbled.has(what);
  round.stumbled.add(what);
  return isNew;
}

function stumbleAt(script: DemoScript, phase: string): 'blocks' | 'fails' | null {
  if (script.blocks?.phase === phase) return 'blocks';
  return script.fails?.phase === phase ? 'fails' : null;
}

async function* fall(
  world: World,
  round: Round,
  agent: Agent,
  task: TaskRow,
  how: 'blocks' | 'fails',
): Stretch {
  const reason = (await plannedTask(world, task))?.script?.[how]?.reason ?? 'Something went wrong.';
  if (how === 'fails') {
    await world.attempt(agent.name, 'task.fail', { id: task.id, reason });
    yield pause(world, round, 2500, 3500);
  } else if (await world.attempt(agent.name, 'task.block', { id: task.id, reason })) {
    round.blocked.set(task.id, world.clock.now() + blockedFor);
  }
}

async function finish(world: World, round: Round, agent: Agent, task: TaskRow): Promise<void> {
  await world.attempt(agent.name, 'task.done', {
    id: task.id,
    summary: `${task.title}: done, with tests.`,
    evidence: {
      commits: [commitOf(`${task.id} ${round.number}`)],
      tests: ['npm test'],
      workspaceChanges: {
        baseline_rev: commitOf(`${task.id} before ${round.number}`),
        final_rev: commitOf(`${task.id} ${round.number}`),
        files_changed: between(world.random, 1, 9),
        insertions: between(world.random, 20, 400),
        deletions: between(world.random, 0, 120),
      },
    },
  });
}

/** A sign of life, and what it cost since the last one. */
async function beat(world: World, agent: Agent, task: TaskRow, phase: string): Promise<void> {
  const inputTokens = between(world.random, 1500, 9000);
  const outputTokens = between(world.random, 200, 1400);
  const beaten = await world.attempt(agent.name, 'heartbeat.record', { taskId: task.id });
  await answer(world, agent.name, task, beaten?.messages ?? []);
  await world.attempt(agent.name, 'tokens.record', {
    taskId: task.id,
    phase,
    model: agent.model,
    inputTokens,
    outputTokens,
    cacheRead: between(world.random, 10_000, 60_000),
    cacheWrite: between(world.random, 0, 2000),
    costUsd: (inputTokens * agent.input + outputTokens * agent.output) / 1_000_000,
  });
}

/** The person who watches may have blocked, finished or taken over the task. */
async function stillMine(world: World, agent: Agent, task: TaskRow): Promise<boolean> {
  const rows = await world.query('tasks.list', { epicId: task.epicId });
  const now = rows.find(({ id }) => id === task.id);
  if (now?.status === 'done') return now.assignee === agent.name;
  return now?.status === 'in_progress' && now.assignee === agent.name;
}

async function remember(world: World, actor: string, memory: DemoMemory): Promise<void> {
  await world.attempt(actor, 'memory.add', memory);
}

async function* leadLife(world: World, round: Round): Life {
  await remember(world, lead, {
    type: 'decision',
    content:
      'Readers of carriers keep the raw answer for a week, so that a mistake can be replayed.',
    module: 'carriers',
  });
  for (;;) {
    yield 1000;
    for (const [id, due] of round.blocked) {
      if (due > world.clock.now()) continue;
      round.blocked.delete(id);
      if (await world.attempt(lead, 'task.unblock', { id })) await tellUnblocked(world, lead, id);
    }
    await clearUp(world, lead);
    if (round.blocked.size === 0 && (await nothingMoves(world))) yield* beginRound(world, round);
  }
}

async function nothingMoves(world: World): Promise<boolean> {
  const { ready, inProgress } = await world.query('ready.list', {});
  return ready.length === 0 && inProgress.length === 0;
}

/** Puts back to todo what the demo began with as todo, and lets the scripts happen again. */
async function* beginRound(world: World, round: Round): Stretch {
  yield 6000;
  round.number += 1;
  round.stumbled.clear();
  for (const { row, task } of await scenarioRows(world)) {
    if (task.begins !== undefined || row.status === 'todo') continue;
    await world.attempt(lead, 'task.restart', { id: row.id, force: true });
    yield 40;
  }
}

async function scenarioRows(world: World): Promise<{ row: TaskRow; task: DemoTask }[]> {
  const epics = await world.query('epics.list', {});
  const tasks = await world.query('tasks.list', {});
  return tasks.flatMap((row) => {
    const title = epics.find(({ id }) => id === row.epicId)?.title;
    const task = demoEpics
      .find((epic) => epic.title === title)
      ?.tasks.find((each) => each.title === row.title);
    return task ? [{ row, task }] : [];
  });
}

async function plannedTask(world: World, task: TaskRow): Promise<DemoTask | null> {
  const found = (await scenarioRows(world)).find(({ row }) => row.id === task.id);
  return found?.task ?? null;
}

function pause(world: World, round: Round, least: number, most: number): number {
  const opening = world.clock.now() - round.began < openingLasts;
  return between(world.random, least, most) * (opening ? 1 : laterPace);
}
