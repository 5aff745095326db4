/** The project a command works on: found, opened and imported only when the command asks. */
import { longestPath, quoted } from '../domain/quote.js';
import path from 'node:path';
import { FlowdeckError } from '../domain/errors.js';
import { findActor } from '../platform/actor.js';
import { sessionIdOf } from '../platform/environment.js';
import { isDirectory } from '../platform/files.js';
import { findProject, type ProjectLocation } from '../platform/project.js';
import type { ImportReport } from '../domain/contract/import.js';
import type { ServiceContext } from '../service/context.js';
import type { Io } from './io.js';

type OpenedService = Awaited<ReturnType<(typeof import('../service/open.js'))['openService']>>;
export type Opened = OpenedService & { readonly context: ServiceContext };

export interface ProjectFlags {
  readonly dir?: string | undefined;
  readonly db?: string | undefined;
  readonly actor?: string | undefined;
}

export class Project {
  readonly #io: Io;
  readonly #flags: ProjectFlags;
  readonly #onFirstImport: (report: ImportReport) => void;
  #location: Promise<ProjectLocation> | null = null;
  #opened: Promise<Opened> | null = null;

  /** @param onFirstImport told once, when opening read the files of a project seen for the first time */
  constructor(io: Io, flags: ProjectFlags, onFirstImport: (report: ImportReport) => void) {
    this.#io = io;
    this.#flags = flags;
    this.#onFirstImport = onFirstImport;
  }

  get sessionId(): string | null {
    return sessionIdOf(this.#io.environment);
  }

  /** @throws FlowdeckError `project.not_found` when `--dir` names no directory */
  location(): Promise<ProjectLocation> {
    this.#location ??= this.#locate();
    return this.#location;
  }

  async actor(): Promise<string> {
    const { environment } = this.#io;
    const { gitDirectory } = await this.location();
    return findActor({ flag: this.#flags.actor, environment, gitDirectory });
  }

  /** True when there is something to open: a database, or files to make one from. */
  async exists(): Promise<boolean> {
    const { databaseExists, flowDirectory } = await this.location();
    return databaseExists || flowDirectory !== null;
  }

  /**
   * The services on the project's database; on first sight of a `.flow` directory it is imported.
   * @throws FlowdeckError `project.not_found` where there is nothing to open
   */
  async open(): Promise<Opened> {
    if (!(await this.exists())) {
      const { root } = await this.location();
      throw new FlowdeckError('project.not_found', `There is no flowdeck project in ${root}.`);
    }
    this.#opened ??= this.#open(true);
    return this.#opened;
  }

  /**
   * The services on the database as it is, to be closed by the caller; null where there is none. Nothing is made,
   * imported, upgraded, written or waited for, and nobody is asked for a name.
   */
  async peek(): Promise<OpenedService | null> {
    const { databasePath, databaseExists } = await this.location();
    if (!databaseExists) return null;
    const [{ openService }, { defaultContext }] = await services();
    return openService({ databasePath, context: defaultContext({ actor: '' }), readOnly: true });
  }

  /** The services on the project's database, made where it is missing; nothing is imported. */
  async create(): Promise<Opened> {
    this.#opened ??= this.#open(false);
    return this.#opened;
  }

  /** The project that these flags name, where they are given, and otherwise the same ones. */
  elsewhere(flags: ProjectFlags): Project {
    return new Project(this.#io, { ...this.#flags, ...flags }, this.#onFirstImport);
  }

  /** The same project, looked for anew. */
  again(): Project {
    return new Project(this.#io, this.#flags, this.#onFirstImport);
  }

  async close(): Promise<void> {
    if (this.#opened === null) return;
    const opened = await this.#opened.catch(() => null);
    await opened?.close();
  }

  async #locate(): Promise<ProjectLocation> {
    const { directory, environment } = this.#io;
    const { dir, db } = this.#flags;
    const start = path.resolve(directory, dir ?? '.');
    if (dir !== undefined && !isDirectory(start)) {
      throw new FlowdeckError(
        'project.not_found',
        `There is no directory ${quoted(start, longestPath)}.`,
      );
    }
    return findProject({
      directory: start,
      environment,
      database: db,
      explicit: dir !== undefined,
      workingDirectory: directory,
    });
  }

  async #open(importing: boolean): Promise<Opened> {
    const [{ openService }, { defaultContext }] = await services();
    const { databasePath } = await this.location();
    const context = defaultContext({
      actor: await this.actor(),
      sessionId: this.sessionId,
      origin: 'command',
    });
    const opened = { ...(await openService({ databasePath, context, create: true })), context };
    try {
      if (importing) await this.#importOnFirstSight(opened);
    } catch (error) {
      await opened.close();
      throw error;
    }
    return opened;
  }

  /** An empty log, rather than a missing file, says that nothing was ever read: somebody may just have made the file. */
  async #importOnFirstSight({ service, database, context }: Opened): Promise<void> {
    const { flowDirectory, stateDirectory, root } = await this.location();
    if (flowDirectory === null) return;
    const events = await service.query('events.list', { limit: 1 });
    if (events.length > 0) return;
    const { importDirectory } = await import('../sources/import.js');
    const input = { flowDirectory, stateDirectory, root };
    const report = await importDirectory(database, { ...context, origin: 'import' }, input);
    if (report.added > 0) this.#onFirstImport(report);
  }
}

/** Loaded only by commands that open something. */
function services() {
  return Promise.all([import('../service/open.js'), import('../service/context.js')]);
}
