/** Reads what the screen needs and the mirror lacks: one query at a time, always for what is shown now. */
import { FlowdeckError } from '../../domain/errors.js';
import type { Cockpit } from './cockpit.js';
import type { QueryFunction } from './load.js';
import { withEpicDetail, withTaskDetail, withTasks } from './merge.js';
import type { ProjectData } from './project-data.js';

interface Want {
  readonly kind: 'tasks' | 'task' | 'epic';
  readonly id: string;
}

export interface LoaderOptions {
  readonly cockpit: Cockpit;
  readonly query: QueryFunction;
  /** Called before an answer is merged. */
  readonly beforeMerge: () => void;
  readonly onError: (error: unknown) => void;
}

export class Loader {
  readonly #options: LoaderOptions;
  /** Details that a delta made old: still shown, to be read again. */
  readonly #stale = new Set<string>();
  /** What could not be read; not asked again until something changes about it. */
  readonly #failed = new Set<string>();
  #running = false;
  #stopped = false;

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /** Starts reading when something is wanted; safe to call after every change. */
  kick(): void {
    if (this.#running || this.#stopped || !this.#next()) return;
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
    });
  }

  /** Something about these epics and tasks changed. */
  touch(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#stale.add(`task ${id}`).add(`epic ${id}`);
      for (const kind of ['tasks', 'task', 'epic']) this.#failed.delete(`${kind} ${id}`);
    }
  }

  /** Everything may be asked again. */
  reset(): void {
    this.#stale.clear();
    this.#failed.clear();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    for (let want = this.#next(); want && !this.#stopped; want = this.#next()) {
      const name = nameOf(want);
      this.#stale.delete(name);
      try {
        const merge = await this.#read(want);
        if (this.#isStopped()) return;
        this.#options.beforeMerge();
        const { cockpit } = this.#options;
        if (cockpit.data) cockpit.change({ data: merge(cockpit.data) });
      } catch (error) {
        this.#failed.add(name);
        if (!this.#isStopped() && !isGone(error)) this.#options.onError(error);
      }
    }
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  async #read({ kind, id }: Want): Promise<(data: ProjectData) => ProjectData> {
    const { query } = this.#options;
    switch (kind) {
      case 'tasks': {
        const tasks = await query('tasks.list', { epicId: id });
        return (data) => withTasks(data, id, tasks);
      }
      case 'task': {
        const detail = await query('task.detail', { id });
        return (data) => withTaskDetail(data, detail);
      }
      case 'epic': {
        const detail = await query('epic.detail', { id });
        return (data) => withEpicDetail(data, detail);
      }
    }
  }

  #next(): Want | null {
    const { state, data, models } = this.#options.cockpit;
    if (data === null || state.stage.type !== 'ready' || state.connection.type !== 'live')
      return null;
    const epicId = models.selectedEpic(state, data);
    const { detail } = state;
    const taskId = state.subject === 'task' ? models.selectedKey(state, data, 'tasks') : null;
    const wants: (Want | null)[] = [
      epicId === null || data.tasksByEpic.has(epicId) ? null : { kind: 'tasks', id: epicId },
      detail && this.#detailWant(data, detail.type, detail.id),
      taskId === null ? null : this.#detailWant(data, 'task', taskId),
      epicId === null ? null : this.#detailWant(data, 'epic', epicId),
    ];
    return wants.find((want) => want !== null && !this.#failed.has(nameOf(want))) ?? null;
  }

  #detailWant(data: ProjectData, kind: 'task' | 'epic', id: string): Want | null {
    const known = kind === 'task' ? data.taskDetails.has(id) : data.epicDetails.has(id);
    return known && !this.#stale.has(`${kind} ${id}`) ? null : { kind, id };
  }
}

function nameOf({ kind, id }: Want): string {
  return `${kind} ${id}`;
}

/** What was removed meanwhile is told by the feed, and what a dying store did not answer by its death. */
function isGone(error: unknown): boolean {
  return error instanceof FlowdeckError && /\.not_found$|^store\.(dead|clos)/.test(error.code);
}
