/** The command that writes the project into its files. */
import path from 'node:path';
import type { CommandBody } from './definition.js';
import { resolveEpic } from './ids.js';
import { plural } from './text.js';

export interface ExportJson {
  readonly epics_exported: number;
  readonly tasks_exported: number;
  readonly path: string;
  readonly dry_run: boolean;
  /** Paths within the directory. */
  readonly written: readonly string[];
  /** Files of flowdeck's own that an epic had before it was renamed. */
  readonly removed: readonly string[];
  /** Sentences about what was done otherwise than expected. */
  readonly notes: readonly string[];
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
  readonly message: string;
}

export const exportFiles: CommandBody<ExportJson> = async ({ project, invocation }) => {
  const { exportProject } = await import('../sources/export/index.js');
  const opened = await project.open();
  const { flowDirectory, stateDirectory, root } = await project.location();
  const dryRun = invocation.switch('dry-run');
  const home = flowDirectory ?? path.join(root, '.flow');
  if (flowDirectory === null && !dryRun) {
    const { initialiseProject } = await import('../sources/initialise.js');
    await initialiseProject(opened.database, opened.context, { root });
  }
  const epicId = await resolveEpic(opened.service, invocation.text('epic'));
  const format = invocation.text('format');
  const report = await exportProject(
    opened,
    { flowDirectory: home, stateDirectory, root },
    {
      dryRun,
      force: invocation.switch('force'),
      move: invocation.switch('move'),
      ...(epicId !== undefined && { epicId }),
      ...((format === 'md' || format === 'json') && { format }),
    },
  );
  const { epics, tasks, written, removed, notes, skipped } = report;
  const message = `${dryRun ? 'Would write' : 'Wrote'} ${plural(written.length, 'file')} for ${plural(epics, 'epic')} and ${plural(tasks, 'task')}${removed.length > 0 ? `, and ${dryRun ? 'take away' : 'took away'} ${removed.length} under old ids` : ''}`;
  return {
    json: {
      epics_exported: epics,
      tasks_exported: tasks,
      path: home,
      dry_run: dryRun,
      written,
      removed,
      notes,
      skipped,
      message,
    },
    text: () => [
      `${message} in ${home}`,
      ...written.map((file) => `  ${file}`),
      ...removed.map((file) => `  took away ${file}`),
      ...notes.map((note) => `  ${note}`),
      ...skipped.map(({ id, reason }) => `  left out ${id}: ${reason}`),
    ],
  };
};
