/**
 * Starts the cockpit: the store opens in its thread while the screen's code is still being loaded. So this module holds
 * nothing that takes time to load itself.
 */
import type { Environment } from '../platform/environment.js';
import type { ProjectLocation } from '../platform/project.js';
import { openSupervisedStore } from '../worker/supervisor.js';
import { firstOpening } from './state/first-opening.js';
import type { CockpitStore } from './state/project-session.js';

/** @param create make the database where there is none */
export type OpenStore = (project: ProjectLocation, create: boolean) => CockpitStore;

export interface CockpitOptions {
  readonly project: ProjectLocation;
  readonly actor: string;
  readonly sessionId: string | null;
  readonly ascii: boolean;
  /** False for no colours whatever the terminal can show. */
  readonly colour: boolean;
  readonly environment: Environment;
  /** False for a throw-away database: nothing is kept about it. */
  readonly keepPersonal?: boolean;
  /** Runs the demo in place of this cockpit, after the terminal was given back; resolves with the exit code. */
  readonly demo?: () => Promise<number>;
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
  readonly stderr?: Pick<NodeJS.WriteStream, 'write'>;
  /** For tests: another store, another way to be stopped. */
  readonly openStore?: OpenStore;
  readonly stopProcess?: () => void;
}

/**
 * Shows the cockpit until it is quit. Resolves with the exit code once the terminal is as it was and the store is
 * closed; an error that ended it has then been told on stderr.
 */
export async function startCockpit(options: CockpitOptions): Promise<number> {
  const { openStore = storeOpener(options), project } = options;
  const opening = firstOpening(project);
  let opened = opening && openStore(project, opening.create);
  const running = {
    ...options,
    openStore(wanted: ProjectLocation, create: boolean): CockpitStore {
      const ahead = wanted === project ? opened : null;
      if (ahead) opened = null;
      return ahead ?? openStore(wanted, create);
    },
  };
  try {
    const { runCockpit } = await import('./run.js');
    return await runCockpit(running);
  } finally {
    // Only where the screen failed before it asked for the store.
    await opened?.close();
  }
}

function storeOpener({ actor, sessionId }: CockpitOptions): OpenStore {
  return ({ databasePath }, create) =>
    openSupervisedStore({ databasePath, actor, sessionId, origin: 'cockpit', create });
}
