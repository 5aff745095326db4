/** A store in memory that answers the cockpit as the worker does: rows, details, deltas, deaths. */
import type { AgentRow, InboxItem } from '../../source/domain/contract/coordination-calls.js';
import type {
  Delta,
  EpicRow,
  EventRow,
  MemoryRow,
  Overview,
  TaskRow,
} from '../../source/domain/contract/rows.js';
import type { StoreMetrics } from '../../source/domain/contract/store-client.js';
import { countTasks } from '../../source/domain/counts.js';
import { FlowdeckError, type SerialisedError } from '../../source/domain/errors.js';
import type { CockpitStore } from '../../source/tui/state/project-session.js';
import { makeEpicDetail, makeEvent, makeTaskDetail } from '../tui/panes/support.js';

export interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export class FakeStore {
  epics: readonly EpicRow[] = [];
  tasks: readonly TaskRow[] = [];
  memory: readonly MemoryRow[] = [];
  events: readonly EventRow[] = [];
  configuration: Readonly<Record<string, unknown>> = {};
  inbox: readonly InboxItem[] = [];
  agents: readonly AgentRow[] = [];
  readonly calls: Call[] = [];
  /** Answers of commands by name; an error is thrown. */
  readonly answers = new Map<string, unknown>();
  metrics: StoreMetrics = {
    state: 'RUNNING',
    queueDepth: 0,
    overloads: 0,
    durations: {},
    errors: {},
    closeMilliseconds: null,
    closeTimeouts: 0,
    uncleanCloses: 0,
    crashes: 0,
    feedLagMilliseconds: null,
  };
  closed = false;
  reopened = 0;
  #ready: Promise<void> = Promise.resolve();
  #lastEvent = 0;
  readonly #listeners = new Set<(delta: Delta) => void>();
  readonly #failureListeners = new Set<(error: SerialisedError) => void>();

  failToOpen(error: FlowdeckError): void {
    this.#ready = Promise.reject(error);
    this.#ready.catch(() => undefined);
  }

  openAfter(ready: Promise<void>): void {
    this.#ready = ready;
  }

  /** What the cockpit is given. */
  client(): CockpitStore {
    const client = {
      ready: () => this.#ready,
      command: (name: string, input: Readonly<Record<string, unknown>>, options?: object) =>
        this.#command(name, input, options),
      query: (name: string, input: Readonly<Record<string, unknown>>) => this.#query(name, input),
      subscribe: (_: unknown, listener: (delta: Delta) => void) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      onFailure: (listener: (error: SerialisedError) => void) => {
        this.#failureListeners.add(listener);
        return () => this.#failureListeners.delete(listener);
      },
      metrics: () => this.metrics,
      close: () => {
        this.closed = true;
        return Promise.resolve();
      },
      reopen: () => {
        this.reopened += 1;
        return this.#ready;
      },
    };
    return client as unknown as CockpitStore;
  }

  get subscribers(): number {
    return this.#listeners.size;
  }

  called(name: string): Call[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** Changes rows as another process would, and posts the delta. */
  change(change: {
    tasks?: readonly TaskRow[];
    epics?: readonly EpicRow[];
    removedTasks?: readonly string[];
    reload?: boolean;
    memoryChanged?: boolean;
    events?: readonly EventRow[];
    /** Who did it. */
    by?: string;
  }): void {
    const { tasks = [], epics = [], removedTasks = [], by: actor = 'ada' } = change;
    this.tasks = replace(this.tasks, tasks).filter(({ id }) => !removedTasks.includes(id));
    this.epics = replace(this.epics, epics);
    this.#lastEvent += 1;
    const delta: Delta = {
      cursor: this.#cursor(),
      reload: change.reload ?? false,
      events:
        change.events ??
        tasks.map((task) =>
          makeEvent({
            id: this.#lastEvent,
            taskId: task.id,
            entityId: task.id,
            epicId: task.epicId,
            actor,
          }),
        ),
      epics,
      tasks,
      removedEpics: [],
      removedTasks,
      totals: this.#overview().totals,
      memoryChanged: change.memoryChanged ?? false,
    };
    for (const listener of [...this.#listeners]) listener(delta);
  }

  die(error: SerialisedError): void {
    for (const listener of [...this.#failureListeners]) listener(error);
  }

  #cursor() {
    return {
      databaseId: 'test',
      generation: 1,
      event: this.#lastEvent,
      token: 0,
      heartbeat: '',
    };
  }

  #overview(): Overview {
    return {
      cursor: this.#cursor(),
      epics: this.epics,
      totals: {
        epics: {
          open: this.epics.filter(({ status }) => status === 'open').length,
          done: this.epics.filter(({ status }) => status === 'done').length,
          archived: 0,
        },
        tasks: countTasks(this.tasks),
        memory: this.memory.length,
        events: this.events.length,
        tokens: 0,
        costUsd: 0,
      },
      events: this.events,
      projectName: 'sample',
    };
  }

  async #command(
    name: string,
    input: Readonly<Record<string, unknown>>,
    options?: object,
  ): Promise<unknown> {
    await Promise.resolve();
    this.calls.push({ name, input });
    const answer = this.answers.get(name);
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'function')
      return (answer as (...given: unknown[]) => unknown)(input, options);
    if (answer !== undefined) return answer;
    throw new FlowdeckError('internal.unexpected', `The fake store does not know ${name}.`);
  }

  async #query(name: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    await this.#ready;
    this.calls.push({ name, input });
    const answer = this.answers.get(name);
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'function') return (answer as (given: unknown) => unknown)(input);
    switch (name) {
      case 'overview':
        return this.#overview();
      case 'configuration.stored':
        return this.configuration;
      case 'inbox.list':
        return this.inbox;
      case 'agents.list':
        return this.agents;
      case 'events.list':
        return this.events.filter(({ actor }) => actor === input['actor']);
      case 'history.list':
        return [];
      case 'news.list':
        return { tasks: [], epics: [], actors: [] };
      case 'memory.list':
        return this.memory;
      case 'search':
        return { hits: [], meaning: { state: 'off', reason: null } };
      case 'tasks.list':
        return this.tasks.filter(({ epicId }) => epicId === input['epicId']);
      case 'task.detail': {
        const row = this.tasks.find(({ id }) => id === input['id']);
        if (!row)
          throw new FlowdeckError('task.not_found', `There is no task ${String(input['id'])}.`);
        return makeTaskDetail(row, { body: `The text of ${row.id}.` });
      }
      case 'epic.detail': {
        const row = this.epics.find(({ id }) => id === input['id']);
        if (!row)
          throw new FlowdeckError('epic.not_found', `There is no epic ${String(input['id'])}.`);
        return makeEpicDetail(row);
      }
      default:
        throw new FlowdeckError('internal.unexpected', `The fake store does not know ${name}.`);
    }
  }
}

function replace<Row extends { readonly id: string }>(
  rows: readonly Row[],
  changed: readonly Row[],
): Row[] {
  const all = new Map(rows.map((row) => [row.id, row]));
  for (const row of changed) all.set(row.id, row);
  return [...all.values()];
}
