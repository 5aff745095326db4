/** Makes the demo's project: files that are imported, and a past that is made by calls. */
import type { ProjectLocation } from '../../platform/project.js';
import { defaultContext } from '../../service/context.js';
import { openService, type OpenService } from '../../service/open.js';
import { importDirectory } from '../../sources/import.js';
import { virtualClock } from './clock.js';
import { writeFlowFiles } from './flow-files.js';
import { demoEpics } from './scenario.js';
import { seedDemo } from './seed.js';
import { createWorld } from './world.js';

const day = 24 * 60 * 60 * 1000;

/**
 * @param now when the past ends, milliseconds since 1970
 * @returns the open service; its caller closes it
 */
export async function prepareDemo(
  location: ProjectLocation,
  now: number,
  random: () => number,
): Promise<OpenService> {
  const clock = virtualClock(now - 6 * day);
  const context = defaultContext({
    actor: 'elm',
    origin: 'demo',
    now: () => new Date(clock.now()).toISOString(),
    random,
  });
  const imported = demoEpics.filter((epic) => epic.imported);
  const flowDirectory = await writeFlowFiles(location.root, imported, now);
  const opened = await openService({
    databasePath: location.databasePath,
    context,
    create: true,
  });
  try {
    const input = { flowDirectory, stateDirectory: null, root: location.root };
    await importDirectory(opened.database, { ...context, origin: 'import' }, input);
    await seedDemo(createWorld(opened.service, clock, random));
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
