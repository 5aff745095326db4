/** Opens the cockpit on a throw-away project in which simulated agents work. */
import { fork, type ChildProcess } from 'node:child_process';
import { sessionIdOf } from '../../platform/environment.js';
import type { Answer, CommandBody, CommandContext } from '../definition.js';
import { isInteractive, openCockpit, overviewAnswer, type OverviewJson } from '../screen.js';
import { runAgents } from './agents.js';
import { virtualClock } from './clock.js';
import { makeDemoPlace, removeDemoPlace, type DemoPlace } from './place.js';
import { prepareDemo } from './prepare.js';
import { createWorld, seededRandom } from './world.js';

/** How much of the simulation is shown where there is no screen to watch it on, in milliseconds. */
const fastForward = 45_000;

export const demo: CommandBody<OverviewJson> = async (context) => {
  const place = makeDemoPlace();
  const remove = (): void => removeDemoPlace(place.directory);
  // Also where nothing below gets the chance: an error nobody caught, an exit from a signal's handler.
  process.once('exit', remove);
  try {
    if (!isInteractive(context)) return await show(context, place);
    const prepared = await prepareDemo(place, Date.now(), Math.random);
    await prepared.close();
    return await watch(context, place);
  } finally {
    remove();
    process.off('exit', remove);
  }
};

async function watch(context: CommandContext, place: DemoPlace): Promise<number> {
  const agents = startAgents(place.databasePath);
  try {
    return await openCockpit(context, {
      keepPersonal: false,
      project: { ...place, databaseExists: true },
      actor: await context.project.actor(),
      sessionId: sessionIdOf(context.io.environment),
    });
  } finally {
    await stopAgents(agents);
  }
}

/** The agents live in a process of their own, as real ones do; it ends when this one does, however that happens. */
function startAgents(databasePath: string): ChildProcess {
  const [, program = ''] = process.argv;
  return fork(program, ['demo-agents', '--db', databasePath], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

async function stopAgents(agents: ChildProcess): Promise<void> {
  if (agents.exitCode !== null || agents.signalCode !== null) return;
  const gone = new Promise((resolve) => {
    agents.once('exit', resolve);
    agents.once('error', resolve);
  });
  if (agents.connected) agents.disconnect();
  const limit = setTimeout(() => agents.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(limit);
}

/** Runs the first moments of the simulation at once and prints where they lead. */
async function show(context: CommandContext, place: DemoPlace): Promise<Answer<OverviewJson>> {
  const now = Date.now();
  const random = seededRandom(1);
  const prepared = await prepareDemo(place, now - fastForward, random);
  try {
    const clock = virtualClock(now - fastForward);
    const end = new AbortController();
    const sleep: typeof clock.sleep = async (milliseconds, signal) => {
      await clock.sleep(milliseconds, signal);
      if (clock.now() >= now) end.abort();
    };
    await runAgents(createWorld(prepared.service, { ...clock, sleep }, random), end.signal);
    return await overviewAnswer(context, prepared.service);
  } finally {
    await prepared.close();
  }
}
