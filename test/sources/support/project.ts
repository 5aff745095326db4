import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportReport, ImportSet } from '../../../source/domain/contract/import.js';
import { defaultContext, type ServiceContext } from '../../../source/service/context.js';
import { readFlowDirectory } from '../../../source/sources/flow/read.js';
import { importDirectory } from '../../../source/sources/import.js';
import { openDatabase } from '../../../source/store/open.js';
import type { Database, SqlRow, SqlValue } from '../../../source/store/types.js';

export const fixtures = path.resolve(import.meta.dirname, '../../fixtures/flow');

/** A throw-away project with a database beside it. */
export class TestProject {
  readonly root = realpathSync(mkdtempSync(path.join(tmpdir(), 'flowdeck-test-')));
  readonly flow = path.join(this.root, '.flow');
  readonly state = path.join(this.root, 'git', 'flow-state');
  #database: Database | null = null;
  #ids = 0;
  /** What the clock says. */
  now = '2026-07-01T00:00:00.000Z';

  get context(): ServiceContext {
    return defaultContext({
      actor: 'tester',
      now: () => this.now,
      newId: () => `command-${(this.#ids += 1)}`,
    });
  }

  copyFixture(name: string): this {
    cpSync(path.join(fixtures, name, '.flow'), this.flow, { recursive: true });
    return this;
  }

  /** Writes files below the `.flow` directory: texts as they are, everything else as JSON. */
  write(files: Readonly<Record<string, unknown>>, folder = this.flow): this {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      const isRaw = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(file, isRaw ? content : JSON.stringify(content));
    }
    return this;
  }

  remove(...names: readonly string[]): this {
    for (const name of names) unlinkSync(path.join(this.flow, name));
    return this;
  }

  read(stateDirectory: string | null = this.state): Promise<ImportSet> {
    return readFlowDirectory({ flowDirectory: this.flow, stateDirectory, pathPrefix: '.flow' });
  }

  async database(): Promise<Database> {
    this.#database ??= await openDatabase(path.join(this.root, 'git', 'flowdeck.db'), {
      create: true,
    });
    return this.#database;
  }

  async import(
    options: {
      readonly flowDirectory?: string;
      readonly root?: string;
      readonly switchSource?: boolean;
    } = {},
  ): Promise<ImportReport> {
    return importDirectory(await this.database(), this.context, {
      flowDirectory: this.flow,
      stateDirectory: this.state,
      root: this.root,
      ...options,
    });
  }

  async all<Row extends SqlRow>(sql: string, args: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.database()).read((reader) => reader.all<Row>(sql, args));
  }

  async run(sql: string, args: readonly SqlValue[] = []): Promise<void> {
    await (await this.database()).write((transaction) => transaction.run(sql, args));
  }

  async end(): Promise<void> {
    await this.#database?.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The least an epic's file holds. */
export function epicFile(id: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    title: `Epic ${id}`,
    status: 'open',
    depends_on_epics: [],
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    ...more,
  };
}

/** The least a task's file holds. */
export function taskFile(id: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    epic: id.slice(0, id.lastIndexOf('.')),
    title: `Task ${id}`,
    status: 'todo',
    depends_on: [],
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    ...more,
  };
}

/** Files of one epic with tasks. */
export function projectFiles(
  epic: string,
  tasks: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Record<string, unknown> {
  return {
    [`epics/${epic}.json`]: epicFile(epic),
    ...Object.fromEntries(
      Object.entries(tasks).map(([number, more]) => [
        `tasks/${epic}.${number}.json`,
        taskFile(`${epic}.${number}`, more),
      ]),
    ),
  };
}
