/** The process in which the demo's agents live. */
import { FlowdeckError } from '../../domain/errors.js';
import type { CommandBody } from '../definition.js';
import { runAgents } from './agents.js';
import { systemClock } from './clock.js';
import { demoDirectoryOf, removeDemoPlace } from './place.js';
import { createWorld } from './world.js';

export const demoAgents: CommandBody<never> = async ({ project, io }) => {
  const { databasePath } = await project.location();
  const directory = demoDirectoryOf(databasePath);
  // Simulated work on a real project would be a disaster.
  if (directory === null || process.send === undefined) {
    throw new FlowdeckError('usage.invalid', 'Only flowdeck demo starts the agents of a demo.');
  }
  const end = new AbortController();
  const stop = (): void => end.abort();
  process.once('disconnect', stop);
  if (!process.connected) stop();
  const stopListening = io.onInterrupt(stop);
  try {
    const { service } = await project.create();
    await runAgents(createWorld(service, systemClock, Math.random), end.signal);
  } finally {
    stopListening();
    await project.close();
    // The parent is gone and may have had no time to clean up; where it had, this does nothing.
    removeDemoPlace(directory);
  }
  return null;
};
