/** What the demo's agents do besides their work: they lock files, answer, ask for leave, review, and fall silent. */
import type { MessageRow } from '../../domain/contract/coordination-calls.js';
import type { TaskRow } from '../../domain/contract/rows.js';
import { demoAgents } from './scenario.js';
import type { DemoScript, DemoTask } from './scenario-types.js';
import type { World } from './world.js';

/** So long the person who watches has to answer before the lead does. */
const answeredAfter = 25_000;
const findingsStandFor = 40_000;
/** Longer than an agent may be silent before it counts as stale. */
export const silentFor = 90_000;

const workers: ReadonlySet<string> = new Set(demoAgents.map(({ name }) => name));

/** Whoever writes code keeps others out of the files; they are free again when the task ends. */
export async function lockFiles(
  world: World,
  actor: string,
  task: TaskRow,
  { files }: Pick<DemoTask, 'files'>,
): Promise<void> {
  if (files === undefined) return;
  await world.attempt(actor, 'lock.acquire', { taskId: task.id, paths: files });
}

/** A message is answered to its sender, but for answers. */
export async function answer(
  world: World,
  actor: string,
  task: TaskRow,
  messages: readonly MessageRow[],
): Promise<void> {
  for (const { from } of messages) {
    if (from === null || workers.has(from)) continue;
    await world.attempt(actor, 'message.send', {
      to: from,
      taskId: task.id,
      text: `Read it, thank you. ${task.title} goes on.`,
    });
  }
}

/** @returns the id of the question; null where none is to be asked */
export async function ask(
  world: World,
  actor: string,
  task: TaskRow,
  { asks }: DemoScript,
): Promise<string | null> {
  if (asks === undefined) return null;
  const { question, kind, payload } = asks;
  const asked = await world.attempt(actor, 'approval.create', {
    taskId: task.id,
    question,
    kind,
    ...(payload && { payload }),
  });
  return asked?.approval.id ?? null;
}

export async function isAnswered(world: World, id: string): Promise<boolean> {
  return (await world.query('approval.detail', { id })).status !== 'pending';
}

/** What a review finds is kept as a gap of the epic. */
export async function review(
  world: World,
  actor: string,
  task: TaskRow,
  { finds, review: backend }: DemoScript,
): Promise<void> {
  if (finds === undefined || task.epicId === null) return;
  await world.attempt(actor, 'gap.add', {
    epicId: task.epicId,
    taskId: task.id,
    capability: finds,
    priority: 'important',
    source: `review ${backend ?? ''}`.trim(),
  });
}

/** The lead answers and clears up what nobody else did. */
export async function clearUp(world: World, lead: string): Promise<void> {
  const before = (milliseconds: number): string =>
    new Date(world.clock.now() - milliseconds).toISOString();
  const pending = await world.query('approvals.list', { status: 'pending' });
  for (const { id, createdAt } of pending) {
    if (createdAt > before(answeredAfter)) continue;
    await world.attempt(lead, 'approval.resolve', { id, decision: 'approved', reason: 'Go on.' });
  }
  for (const { id, addedAt, source } of await world.query('gaps.list', { status: 'open' })) {
    if (!source.startsWith('review') || addedAt > before(findingsStandFor)) continue;
    await world.attempt(lead, 'gap.resolve', { id, evidence: 'Looked at again: mended.' });
  }
}

/** Whoever takes the task up again is told what became of it. */
export async function tellUnblocked(world: World, lead: string, taskId: string): Promise<void> {
  await world.attempt(lead, 'message.send', {
    taskId,
    text: 'What stood in the way is gone: please try again.',
  });
}
