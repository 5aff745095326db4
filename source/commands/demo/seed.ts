/** Fills the demo's database with what happened before anybody looked. */
import { FlowdeckError } from '../../domain/errors.js';
import { pipelinePhases } from '../../domain/phases.js';
import { acceptanceOf, commitOf, summaryOf } from './flow-files.js';
import { demoAgents, demoEpics, demoMemory } from './scenario.js';
import type { DemoEpic, DemoTask } from './scenario-types.js';
import { between, type World } from './world.js';

const planner = 'elm';
const hour = 60 * 60 * 1000;

/** The times in the world's clock pass while it seeds: begin some days in the past. */
export async function seedDemo(world: World): Promise<void> {
  const { signal } = new AbortController();
  const pass = (milliseconds: number): Promise<void> => world.clock.sleep(milliseconds, signal);
  for (const memory of demoMemory) {
    await world.command(planner, 'memory.add', memory);
    await pass(hour);
  }
  for (const { id, status } of await world.query('epics.list', {})) {
    if (status === 'open') await enterWork(world, id);
  }
  for (const epic of demoEpics.filter(({ imported }) => !imported)) {
    const ids = await plan(world, epic);
    await pass(2 * hour);
    for (const task of epic.tasks.filter(({ begins }) => begins === 'done')) {
      await finish(world, idOf(ids, task.number), task, pass);
    }
  }
}

/** Plans are made and reviewed before work begins. */
async function enterWork(world: World, epicId: string): Promise<void> {
  for (const { id: phase } of pipelinePhases) {
    const status = phase === 'work' ? 'active' : 'done';
    await world.command(planner, 'pipeline.advance', { epicId, phase, status });
    if (phase === 'work') return;
  }
}

async function plan(world: World, epic: DemoEpic): Promise<Map<number, string>> {
  const body = `# ${epic.title}\n\n## Overview\n\n${epic.about}\n`;
  const { id: epicId } = await world.command(planner, 'epic.create', { title: epic.title, body });
  await enterWork(world, epicId);
  const ids = new Map<number, string>();
  for (const task of epic.tasks) {
    const { id } = await world.command(planner, 'task.create', {
      epicId,
      title: task.title,
      body: task.about,
      acceptance: acceptanceOf(task),
      domain: task.domain,
      dependsOn: (task.dependsOn ?? []).map((number) => idOf(ids, number)),
      ...(task.files && { files: task.files }),
      ...(task.priority !== undefined && { priority: task.priority }),
    });
    ids.set(task.number, id);
  }
  return ids;
}

async function finish(
  world: World,
  id: string,
  task: DemoTask,
  pass: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const agent = demoAgents[task.number % demoAgents.length] ?? demoAgents[0];
  await world.command(agent.name, 'task.start', { id });
  for (;;) {
    const { phase } = await world.command(agent.name, 'phase.next', { taskId: id });
    if (phase === null) break;
    await pass(between(world.random, 2, 14) * 60 * 1000);
    const inputTokens = between(world.random, 20_000, 90_000);
    const outputTokens = between(world.random, 1000, 9000);
    await world.command(agent.name, 'tokens.record', {
      taskId: id,
      phase: phase.id,
      model: agent.model,
      inputTokens,
      outputTokens,
      costUsd: (inputTokens * agent.input + outputTokens * agent.output) / 1_000_000,
    });
    if (phase.id === '5') {
      await world.command(agent.name, 'task.done', {
        id,
        summary: summaryOf(task),
        evidence: { commits: [commitOf(id)], tests: ['npm test'] },
      });
    }
    await world.command(agent.name, 'phase.done', { taskId: id, phase: phase.id });
  }
  await pass(hour);
}

function idOf(ids: ReadonlyMap<number, string>, number: number): string {
  const id = ids.get(number);
  if (id !== undefined) return id;
  throw new FlowdeckError('internal.unexpected', `The scenario has no task ${number} before this.`);
}
