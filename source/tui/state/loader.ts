/**
 * Reads what the screen needs and the mirror lacks, one query at a time: first what is shown now, then what the next
 * keys would show, so that panes which follow a cursor change with it. What was not looked at for long is forgotten.
 */
import { FlowdeckError } from '../../domain/errors.js';
import type { Cockpit } from './cockpit.js';
import type { QueryFunction } from './load.js';
import { withEpicDetail, withoutEntries, withTaskDetail, withTasks } from './merge.js';
import type { ProjectData } from './project-data.js';
import { isKnown, nameOf, nearbyWants, shownWants, type Want } from './wants.js';

export interface LoaderOptions {
  readonly cockpit: Cockpit;
  readonly query: QueryFunction;
  /** Called before an answer is merged. */
  readonly beforeMerge: () => void;
  readonly onError: (error: unknown) => void;
}

/** How much of each kind is kept: several times what is read around a cursor. */
const keptEntries = 48;

export class Loader {
  readonly #options: LoaderOptions;
  /** Details that a delta made old: still shown, to be read again. */
  readonly #stale = new Set<string>();
  /** What could not be read; not asked again until something changes about it. */
  readonly #failed = new Set<string>();
  /** What could not be read ahead: asked again only once it is shown. */
  readonly #notAhead = new Set<string>();
  /** When each entry was last shown or read, in turns. */
  readonly #usedAt = new Map<string, number>();
  #turn = 0;
  #reading: string | null = null;
  #stopped = false;

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /** Starts reading when something is wanted; safe to call after every change. */
  kick(): void {
    if (this.#reading !== null || this.#stopped) return;
    const next = this.#next();
    if (next) void this.#run(next);
  }

  /** Something about these epics and tasks changed. */
  touch(ids: Iterable<string>): void {
    const { data } = this.#options.cockpit;
    for (const id of ids) {
      for (const kind of ['tasks', 'task', 'epic'] as const) {
        const want = { kind, id };
        const name = nameOf(want);
        this.#failed.delete(name);
        this.#notAhead.delete(name);
        // Lists follow by themselves. What nobody has read is not old.
        if (kind === 'tasks' || data === null) continue;
        if (isKnown(want, data) || this.#reading === name) this.#stale.add(name);
      }
    }
  }

  /** Everything may be asked again. */
  reset(): void {
    this.#stale.clear();
    this.#failed.clear();
    this.#notAhead.clear();
    this.#usedAt.clear();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(first: Next): Promise<void> {
    for (let next: Next | null = first; next && !this.#stopped; next = this.#next()) {
      const { want, shown } = next;
      const name = nameOf(want);
      this.#reading = name;
      this.#stale.delete(name);
      try {
        const merge = await this.#read(want);
        if (this.#isStopped()) return;
        this.#options.beforeMerge();
        const { cockpit } = this.#options;
        if (cockpit.data) cockpit.change({ data: this.#trimmed(merge(cockpit.data), want) });
      } catch (error) {
        (shown ? this.#failed : this.#notAhead).add(name);
        // What could not be read ahead is told where somebody looks at it.
        if (shown && !this.#isStopped() && !isGone(error)) this.#options.onError(error);
      } finally {
        this.#reading = null;
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

  #next(): Next | null {
    const { state, data, models } = this.#options.cockpit;
    if (data === null || state.stage.type !== 'ready' || state.connection.type !== 'live')
      return null;
    this.#turn += 1;
    const shown = shownWants(state, data, models);
    for (const want of shown) this.#usedAt.set(nameOf(want), this.#turn);
    const missing = shown.find((want) => {
      const name = nameOf(want);
      return (!isKnown(want, data) || this.#stale.has(name)) && !this.#failed.has(name);
    });
    if (missing) return { want: missing, shown: true };
    // What is known but old is read again once it is shown.
    const ahead = nearbyWants(state, data, models).find((want) => {
      const name = nameOf(want);
      return !isKnown(want, data) && !this.#failed.has(name) && !this.#notAhead.has(name);
    });
    return ahead ? { want: ahead, shown: false } : null;
  }

  /** The mirror without what was longest out of use, where it holds more than it should. */
  #trimmed(data: ProjectData, read: Want): ProjectData {
    this.#usedAt.set(nameOf(read), this.#turn);
    const { kind } = read;
    const entries = { tasks: data.tasksByEpic, task: data.taskDetails, epic: data.epicDetails };
    const excess = entries[kind].size - keptEntries;
    if (excess <= 0) return data;
    const usedAt = (id: string): number => this.#usedAt.get(nameOf({ kind, id })) ?? 0;
    const oldest = [...entries[kind].keys()]
      .sort((left, right) => usedAt(left) - usedAt(right))
      .slice(0, excess);
    for (const id of oldest) {
      const name = nameOf({ kind, id });
      this.#usedAt.delete(name);
      this.#stale.delete(name);
    }
    return withoutEntries(data, kind, oldest);
  }
}

interface Next {
  readonly want: Want;
  /** Whether it is on the screen, not only near it. */
  readonly shown: boolean;
}

/** What was removed meanwhile is told by the feed, and what a dying store did not answer by its death. */
function isGone(error: unknown): boolean {
  return error instanceof FlowdeckError && /\.not_found$|^store\.(dead|clos)/.test(error.code);
}
