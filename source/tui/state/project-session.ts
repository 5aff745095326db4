/** One project that is open: its store, its feed, what is read from it. The mirror lives in the cockpit. */
import { configurationValue } from '../../domain/configuration.js';
import type { Delta, TaskDetail } from '../../domain/contract/rows.js';
import type { StoreClient } from '../../domain/contract/store-client.js';
import { serialiseError, type SerialisedError } from '../../domain/errors.js';
import type { PersonalFile } from '../../platform/personal-file.js';
import type { ProjectLocation } from '../../platform/project.js';
import type { Cockpit } from './cockpit.js';
import { CoordinationReader } from './coordination-reader.js';
import { DeltaFeed } from './delta-feed.js';
import { HealthWatch } from './health.js';
import { currentTarget } from './follow-rename.js';
import { HistoryReader } from './history-reader.js';
import { importSentence } from './import-sentence.js';
import { memoryLimit } from './load.js';
import { Loader } from './loader.js';
import { MemorySearch } from './memory-search.js';
import { Notifier, type Herald } from './notifier.js';
import { applyDelta, applyOverview, maximumEvents, withMemory } from './merge.js';
import { PersonalKeeper } from './personal-keeper.js';
import { restored } from './personal-restore.js';
import type { PersonalState } from './personal.js';
import { lookedAtAll, newsMap, withEvents } from './unread.js';

/** A store that its owner can reopen after its death. */
export interface CockpitStore extends StoreClient {
  reopen(): Promise<void>;
}

export interface SessionOptions {
  readonly cockpit: Cockpit;
  readonly store: CockpitStore;
  readonly project: ProjectLocation;
  readonly actor: string;
  /** Where what belongs to this person is kept; null for nowhere. */
  readonly personalFile: (databaseId: string) => PersonalFile | null;
  readonly herald: Herald;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  readonly onInfo: (text: string) => void;
}

export class ProjectSession {
  readonly store: CockpitStore;
  readonly search: MemorySearch;
  readonly #options: SessionOptions;
  readonly #health: HealthWatch;
  readonly #feed: DeltaFeed;
  readonly #loader: Loader;
  readonly #coordination: CoordinationReader;
  readonly #notifier: Notifier;
  readonly #history: HistoryReader;
  readonly #stops: (() => void)[] = [];
  #keeper: PersonalKeeper | null = null;
  #closed = false;

  constructor(options: SessionOptions) {
    const { store, cockpit, now, onError } = options;
    this.#options = options;
    this.#health = new HealthWatch(cockpit, store, now);
    this.store = this.#health.watched(store);
    this.#feed = new DeltaFeed((delta) => this.#apply(delta), now);
    const beforeMerge = () => this.#feed.flush();
    const query: StoreClient['query'] = (name, input) => this.store.query(name, input);
    this.#loader = new Loader({ cockpit, query, beforeMerge, onError });
    this.#coordination = new CoordinationReader({ cockpit, query, now, beforeMerge });
    const { herald, actor } = options;
    this.#notifier = new Notifier({ cockpit, query, herald, actor, now, onError });
    this.#history = new HistoryReader({ cockpit, query, onError });
    this.search = new MemorySearch({ cockpit, query, onError });
    this.#stops.push(cockpit.subscribe(() => this.#loader.kick()));
    this.#stops.push(cockpit.subscribe(() => this.#history.kick()));
    this.#stops.push(store.onFailure((error) => this.#died(error)));
  }

  /** Opens the store, imports and shows the project. Failures become the stage `failed`. */
  async open(): Promise<void> {
    const { store, cockpit, project } = this.#options;
    try {
      await store.ready();
      const overview = await store.query('overview', { eventLimit: maximumEvents });
      const firstSight = overview.epics.length === 0 && project.flowDirectory !== null;
      if (firstSight) await this.#import();
      const data = firstSight
        ? await store.query('overview', { eventLimit: maximumEvents })
        : overview;
      if (this.#closed) return;
      const personal = this.#readPersonal(data.cursor.databaseId);
      const lastEvent = data.cursor.event;
      // Who was never here has no old news, and a file that was restored has lost what was seen.
      const known = personal !== null && personal.seen.base <= lastEvent;
      const seen = known ? personal.seen : lookedAtAll(lastEvent);
      const ready = { stage: { type: 'ready' }, connection: { type: 'live' } } as const;
      const first = applyOverview(null, data);
      const { state, models } = cockpit;
      const left = personal ? restored(state, first, models, personal) : state;
      cockpit.change({
        data: first,
        state: { ...left, ...ready, seen },
      });
      this.#stops.push(
        store.subscribe(data.cursor, (delta) => {
          this.#health.heard();
          this.#feed.push(delta);
        }),
      );
      this.#loader.kick();
      await this.#readNews();
      this.#keeper?.start();
      await this.#readMemory();
      // After what is looked at first.
      this.#stops.push(cockpit.subscribe(() => this.#notifier.adjust()));
      const configuration = await this.#notifier.readConfiguration();
      const on = configurationValue(configuration, 'mouse');
      cockpit.change({ state: { ...cockpit.state, mouse: { ...cockpit.state.mouse, on } } });
      this.#coordination.kick();
      this.#stops.push(cockpit.subscribe(() => this.#coordination.kick()));
      if (!firstSight && project.flowDirectory !== null) await this.#import();
    } catch (error) {
      if (this.#closed) return;
      if (cockpit.data !== null) this.#options.onError(error);
      else this.#fail(serialiseError(error));
    }
  }

  /** Opens a dead store again; the screen stays as it is. */
  async reopen(): Promise<void> {
    const { store, cockpit, now } = this.#options;
    const { connection } = cockpit.state;
    const since = connection.type === 'live' ? now() : connection.since;
    cockpit.change({ state: { ...cockpit.state, connection: { type: 'reopening', since } } });
    try {
      await store.reopen();
      cockpit.change({ state: { ...cockpit.state, connection: { type: 'live' } } });
      await this.#reload();
    } catch (error) {
      if (!this.#closed) this.#died(serialiseError(error), since);
    }
  }

  /** Stops listening and closes the store, bounded by the store's own limit. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#feed.clear();
    this.#loader.stop();
    this.#coordination.stop();
    this.#notifier.stop();
    this.#history.stop();
    this.search.stop();
    this.#health.stop();
    this.#keeper?.close();
    await this.store.close();
  }

  async #import(): Promise<void> {
    const { store, cockpit, project, onError, onInfo } = this.#options;
    const { flowDirectory, stateDirectory, root } = project;
    if (flowDirectory === null) return;
    const showing = cockpit.data !== null;
    if (!showing)
      cockpit.change({ state: { ...cockpit.state, stage: { type: 'importing', progress: null } } });
    try {
      const report = await store.command(
        'import.run',
        { flowDirectory, stateDirectory, root },
        {
          onProgress: (progress) => {
            if (showing || this.#closed) return;
            cockpit.change({ state: { ...cockpit.state, stage: { type: 'importing', progress } } });
          },
        },
      );
      const sentence = importSentence(report);
      if (sentence !== null && !this.#closed) onInfo(sentence);
    } catch (error) {
      // What the database holds can be looked at all the same.
      if (!this.#closed) onError(error);
    }
  }

  #apply(delta: Delta): void {
    const { cockpit } = this.#options;
    const { data } = cockpit;
    if (data === null || this.#closed) return;
    if (delta.reload) {
      void this.#reload().catch((error: unknown) => this.#options.onError(error));
      return;
    }
    this.#loader.touch([
      ...delta.tasks.flatMap(({ id, dependsOn }) => [id, ...dependsOn]),
      ...delta.tasks.flatMap(({ id }) => dependents(data.taskDetails, id)),
      ...delta.removedTasks.flatMap((id) => neighbours(data.taskDetails, id)),
      ...delta.epics.map(({ id }) => id),
      ...delta.events.flatMap(({ taskId, epicId }) => [taskId, epicId].filter((id) => id !== null)),
    ]);
    this.#coordination.touch(delta);
    this.#notifier.take(delta);
    const news = withEvents(data.news, delta.events, this.#options.actor);
    cockpit.change({
      data: { ...applyDelta(data, delta), news },
      state: withoutRemoved(cockpit.state, delta),
    });
    if (delta.memoryChanged) {
      void this.#readMemory().catch((error: unknown) => this.#options.onError(error));
    }
  }

  /** Reads everything anew, as after the file was replaced; what is shown stays until the answers are there. */
  async #reload(): Promise<void> {
    const { store, cockpit } = this.#options;
    this.#feed.clear();
    const overview = await store.query('overview', { eventLimit: maximumEvents });
    const { data, state, models } = cockpit;
    if (this.#closed || data === null) return;
    const epicId = models.selectedEpic(state, data);
    const known = overview.epics.some(({ id }) => id === epicId);
    const tasks = epicId !== null && known ? await store.query('tasks.list', { epicId }) : [];
    const shown = state.detail;
    const detail = shown && (await currentTarget((name, input) => store.query(name, input), shown));
    if (this.#isClosed()) return;
    this.#loader.reset();
    this.#coordination.reset();
    const emptied = {
      ...data,
      tasksByEpic: new Map(epicId !== null && known ? [[epicId, tasks]] : []),
      taskDetails: new Map(),
      epicDetails: new Map(),
      coordination: { ...data.coordination, tails: new Map() },
    };
    cockpit.change({
      data: applyOverview(emptied, overview),
      ...(detail !== shown &&
        cockpit.state.detail === shown && { state: { ...cockpit.state, detail } }),
    });
    await this.#readNews();
    await this.#readMemory();
  }

  async #readMemory(): Promise<void> {
    const { store, cockpit } = this.#options;
    const entries = await store.query('memory.list', { limit: memoryLimit });
    if (this.#closed || cockpit.data === null) return;
    cockpit.change({ data: withMemory(cockpit.data, { entries }) });
    this.search.repeat();
  }

  #readPersonal(databaseId: string): PersonalState | null {
    const { cockpit, personalFile, onError } = this.#options;
    const file = personalFile(databaseId);
    if (file === null) return null;
    this.#keeper = new PersonalKeeper({ cockpit, file, onError });
    return this.#keeper.read();
  }

  async #readNews(): Promise<void> {
    const { store, cockpit, actor } = this.#options;
    const afterId = cockpit.state.seen.base;
    const news = await store.query('news.list', { afterId, exceptActor: actor });
    if (this.#closed || cockpit.data === null) return;
    cockpit.change({ data: { ...cockpit.data, news: newsMap(news) } });
  }

  #died(error: SerialisedError, since = this.#options.now()): void {
    const { cockpit } = this.#options;
    if (this.#closed) return;
    this.#feed.flush();
    if (cockpit.data === null) this.#fail(error);
    else
      cockpit.change({ state: { ...cockpit.state, connection: { type: 'dead', error, since } } });
  }

  #fail(error: SerialisedError): void {
    const { cockpit } = this.#options;
    cockpit.change({ state: { ...cockpit.state, stage: { type: 'failed', error } } });
  }

  #isClosed(): boolean {
    return this.#closed;
  }
}

/** Details that show a task among what they wait for. */
function dependents(
  details: ReadonlyMap<string, { readonly dependencies: readonly { readonly id: string }[] }>,
  id: string,
): string[] {
  return [...details].flatMap(([shown, { dependencies }]) =>
    dependencies.some((dependency) => dependency.id === id) ? [shown] : [],
  );
}

/** Details that show a task on either side of theirs. */
function neighbours(
  details: ReadonlyMap<string, Pick<TaskDetail, 'dependencies' | 'dependents'>>,
  id: string,
): string[] {
  return [...details].flatMap(([shown, detail]) =>
    [...detail.dependencies, ...detail.dependents].some((other) => other.id === id) ? [shown] : [],
  );
}

/** Leaves the detail of what is gone. */
function withoutRemoved(state: Cockpit['state'], delta: Delta): Cockpit['state'] {
  const { detail } = state;
  const removed = detail && [...delta.removedTasks, ...delta.removedEpics].includes(detail.id);
  if (!removed) return state;
  const notice = { level: 'info', text: `${detail.id} was removed.`, at: state.now } as const;
  return { ...state, detail: null, notice };
}
