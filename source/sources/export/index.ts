/** Writes what the database holds into the `.flow` directory, and takes from the files first what they hold. */
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandInput } from '../../domain/contract/calls.js';
import { FlowdeckError, messageOf } from '../../domain/errors.js';
import { isDirectory, statusOf } from '../../platform/files.js';
import type { ServiceContext } from '../../service/context.js';
import type { Database } from '../../service/import/index.js';
import type { Service } from '../../service/index.js';
import { readFlowDirectory } from '../flow/read.js';
import { importDirectory } from '../import.js';
import { OwnFiles } from './own-files.js';
import { Plan, type ExportOptions } from './plan.js';

export interface ExportReport {
  readonly epics: number;
  readonly tasks: number;
  /** Paths within the `.flow` directory, in the order in which they are written. */
  readonly written: readonly string[];
  /** Files of flowdeck's own under the ids from before a rename. */
  readonly removed: readonly string[];
  /** Sentences about what was done otherwise than expected. */
  readonly notes: readonly string[];
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * @throws FlowdeckError `export.not_writable`, and those of an import
 */
export async function exportProject(
  opened: {
    readonly service: Service;
    readonly database: Database;
    readonly context: ServiceContext;
  },
  place: CommandInput<'import.run'>,
  options: ExportOptions,
): Promise<ExportReport> {
  const { service, database, context } = opened;
  const { flowDirectory } = place;
  const importing = { ...context, origin: 'import' as const };
  // What somebody wrote into the files since is taken in before they are written over.
  const isThere = isDirectory(flowDirectory);
  const { findings } = isThere
    ? await importDirectory(database, importing, place)
    : { findings: [] };
  const conflicts = new Set(
    findings.flatMap(({ kind, path: file }) =>
      kind === 'conflict' && file !== null ? [file] : [],
    ),
  );
  const view = isThere
    ? await readFlowDirectory({ flowDirectory, stateDirectory: null, pathPrefix: '.flow' })
    : { epics: [], tasks: [] };
  const { epics, tasks } = await service.query('export.read', {});
  const own = new OwnFiles(database.path);
  const plan = new Plan({ flowDirectory, view, epics, tasks, conflicts, own, options });
  if (!options.dryRun && plan.files.size + plan.removed.length > 0) {
    carryOut(flowDirectory, plan, own);
    await importDirectory(database, importing, place);
  }
  return {
    epics: plan.epics.length,
    tasks: plan.tasks.length,
    written: [...plan.files.keys()],
    removed: plan.removed,
    notes: plan.notes,
    skipped: plan.skipped,
  };
}

/** Nothing is taken away before what takes its place is there. */
function carryOut(flowDirectory: string, { files, removed }: Plan, own: OwnFiles): void {
  for (const [file, text] of files) {
    if (own.made(file) || statusOf(path.join(flowDirectory, file)) === null) own.add(file, text);
  }
  writeAll(flowDirectory, files);
  for (const file of removed) {
    rmSync(path.join(flowDirectory, file), { force: true });
    own.delete(file);
  }
  own.save();
}

/** A reader never meets half a file; a linked one stays a link. */
function writeAll(flowDirectory: string, files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) {
    const target = path.join(flowDirectory, file);
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      const real = statusOf(target) ? realpathSync(target) : target;
      replace(real, text);
    } catch (error) {
      throw new FlowdeckError(
        'export.not_writable',
        `${target} cannot be written: ${messageOf(error)}.`,
        { cause: error },
      );
    }
  }
}

function replace(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    // Read back before it takes the place of what was there.
    if (readFileSync(temporary, 'utf8') !== text) throw new Error('it was not written whole');
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
