import type { ProjectLocation } from '../../platform/project.js';

/** How a project is opened when it is shown; null where there is nothing yet that could be. */
export function firstOpening({
  flowDirectory,
  databaseExists,
}: ProjectLocation): { readonly create: boolean } | null {
  if (flowDirectory === null && !databaseExists) return null;
  return { create: flowDirectory !== null };
}
