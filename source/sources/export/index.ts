/** Writes what the database holds into the `.flow` directory, and takes from the files first what they hold. */
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandInput } from '../../domain/contract/calls.js';
import type { ImportSet } from '../../domain/contract/import.js';
import type {
  ExportedEntity,
  ExportedEpic,
  ExportedTask,
} from '../../domain/contract/recovery-calls.js';
import { FlowdeckError, messageOf } from '../../domain/errors.js';
import { isDirectory, readText, statusOf } from '../../platform/files.js';
import type { ServiceContext } from '../../service/context.js';
import type { Database } from '../../service/import/index.js';
import type { Service } from '../../service/index.js';
import { checkFlowDirectory } from '../flow-check.js';
import { readFlowDirectory } from '../flow/read.js';
import { importDirectory } from '../import.js';
import {
  newEpicFiles,
  newTaskFiles,
  renderEpic,
  renderTask,
  type FileTexts,
  type ReadFile,
  type SchemaVersion,
} from './render.js';

export interface ExportOptions {
  /** Only this epic and its tasks. */
  readonly epicId?: string;
  readonly dryRun: boolean;
  /** Also over what was changed both here and in the files. */
  readonly force: boolean;
  /** How new files are written; as the project has them without it. */
  readonly format?: 'json' | 'md';
}

export interface ExportReport {
  readonly epics: number;
  readonly tasks: number;
  /** Paths within the `.flow` directory, in the order in which they are written. */
  readonly written: readonly string[];
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
  const { epics, tasks } = await service.query('export.read', {
    ...(options.epicId !== undefined && { epicId: options.epicId }),
  });
  const plan = new Plan(flowDirectory, view, options, conflicts);
  for (const epic of epics) plan.addEpic(epic);
  for (const task of tasks) plan.addTask(task);
  if (!options.dryRun && plan.files.size > 0) {
    writeAll(flowDirectory, plan.files);
    await importDirectory(database, importing, place);
  }
  return {
    epics: epics.length,
    tasks: tasks.length,
    written: [...plan.files.keys()],
    skipped: plan.skipped,
  };
}

function schemaOf(found: number | null, format: ExportOptions['format']): SchemaVersion {
  if (format === 'md') return 1;
  if (found === 1) return format === 'json' ? 2 : 1;
  return found === 2 ? 2 : 3;
}

/** What the files say of an entity. */
type View = ImportSet['epics'][number] | ImportSet['tasks'][number];

class Plan {
  readonly files = new Map<string, string>();
  readonly skipped: { id: string; reason: string }[] = [];
  readonly #schema: SchemaVersion;
  readonly #epics: ReadonlyMap<string, ImportSet['epics'][number]>;
  readonly #tasks: ReadonlyMap<string, ImportSet['tasks'][number]>;
  readonly #read: ReadFile;

  constructor(
    private readonly flowDirectory: string,
    view: Pick<ImportSet, 'epics' | 'tasks'>,
    private readonly options: ExportOptions,
    private readonly conflicts: ReadonlySet<string>,
  ) {
    this.#schema = schemaOf(checkFlowDirectory(flowDirectory).schemaVersion, options.format);
    this.#epics = new Map(view.epics.map((epic) => [epic.id, epic]));
    this.#tasks = new Map(view.tasks.map((task) => [task.id, task]));
    this.#read = (file) => readText(path.join(flowDirectory, file));
  }

  addEpic(epic: ExportedEpic): void {
    const view = this.#epics.get(epic.id);
    this.#add(epic, view, () =>
      view ? renderEpic(epic, view, this.#read) : newEpicFiles(epic, this.#schema),
    );
  }

  addTask(task: ExportedTask): void {
    const view = this.#tasks.get(task.id);
    this.#add(task, view, () =>
      view ? renderTask(task, view, this.#read) : newTaskFiles(task, this.#schema),
    );
  }

  #add(entity: ExportedEntity, view: View | undefined, render: () => FileTexts | string): void {
    const refusal = this.#refusal(entity, view);
    const rendered = refusal ?? render();
    if (typeof rendered === 'string') {
      this.skipped.push({ id: entity.id, reason: rendered });
      return;
    }
    for (const [file, text] of rendered) {
      if (this.#read(file) === text) continue;
      // A file that belongs to nobody is somebody's all the same.
      if (view === undefined && statusOf(path.join(this.flowDirectory, file))) {
        this.skipped.push({ id: entity.id, reason: `${file} is there and says something else` });
      } else this.files.set(file, text);
    }
  }

  /** Why an entity is left out; null where it is not. */
  #refusal({ id, vanished }: ExportedEntity, view: View | undefined): string | null {
    if (!/^[\w-]+(?:\.[\w-]+)*$/.test(id)) return 'its id can be no name of a file';
    if (vanished && view === undefined && this.options.epicId === undefined) {
      return 'its file was deleted; name its epic with --epic to write it again';
    }
    const isConflict = view?.files.some((file) => this.conflicts.has(file.path)) === true;
    return isConflict && !this.options.force
      ? 'it was changed here and in its file; --force writes what is here'
      : null;
  }
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
