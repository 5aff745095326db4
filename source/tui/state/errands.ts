/** What is fetched, shown or handed over between the store, the screen and the programs around it. */
import type { TaskDetail } from '../../domain/contract/rows.js';
import type { StoreClient } from '../../domain/contract/store-client.js';
import type { HistoryEntry } from '../../domain/contract/triage-calls.js';
import type { EntityKind } from '../../domain/vocabulary.js';
import type { EditedText } from '../../platform/editor.js';
import { deserialiseError, FlowdeckError, serialiseError } from '../../domain/errors.js';
import type { Cockpit } from './cockpit.js';
import type { Dialog } from './cockpit-state.js';
import { dependencyPicker } from './dependency-picker.js';
import { goToEpic, goToMemory, goToTask } from './going.js';
import { actionLines } from './history-report.js';
import type { QueryFunction } from './load.js';
import { PaletteSearch } from './palette-search.js';
import { withTaskDetail } from './merge.js';
import { relatedPicker } from './memory-pickers.js';
import { withMemoryReader } from './update.js';

export type Errand =
  /** Another text was typed into the palette. */
  | { readonly type: 'searchPalette'; readonly text: string }
  /** Puts the cursor on it, wherever it is. */
  | { readonly type: 'goTo'; readonly kind: EntityKind; readonly id: string }
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  | { readonly type: 'copyMemory'; readonly id: number }
  | { readonly type: 'editText'; readonly kind: 'task' | 'epic' | 'memory'; readonly id: string }
  | { readonly type: 'pickDependencies'; readonly id: string }
  | { readonly type: 'relatedMemory'; readonly taskId: string }
  | { readonly type: 'showAction'; readonly entry: HistoryEntry };

export interface ErrandOptions {
  readonly cockpit: Cockpit;
  /** Null while no project is open. */
  readonly store: () => StoreClient | null;
  /** Gives the terminal to an editor; null where the text came back as it was. @throws FlowdeckError */
  readonly edit: (text: string, name: string) => Promise<EditedText | null>;
  /** @throws FlowdeckError where the text is too long for a terminal */
  readonly copy: (text: string) => void;
  readonly tell: (text: string) => void;
  readonly onError: (error: unknown) => void;
}

export class Errands {
  readonly #options: ErrandOptions;
  readonly #palette: PaletteSearch;

  constructor(options: ErrandOptions) {
    const { cockpit, store, onError } = options;
    this.#options = options;
    const query = (): QueryFunction | null => {
      const opened = store();
      return opened && ((name, input) => opened.query(name, input));
    };
    this.#palette = new PaletteSearch({ cockpit, query, onError });
  }

  stop(): void {
    this.#palette.stop();
  }

  /** @throws FlowdeckError as the store and the programs around do */
  async run(errand: Errand): Promise<void> {
    const store = this.#options.store();
    if (store === null) return;
    switch (errand.type) {
      case 'searchPalette':
        this.#palette.set(errand.text);
        return;
      case 'goTo':
        await this.goTo(errand.kind, errand.id);
        if (errand.kind === 'memory') await this.#openMemory(store, Number(errand.id));
        return;
      case 'copy':
        this.#copy(errand.text, errand.what);
        return;
      case 'copyMemory': {
        const { content } = await store.query('memory.detail', { id: errand.id });
        this.#copy(content, 'text');
        return;
      }
      case 'editText':
        await this.#editText(store, errand.kind, errand.id);
        return;
      case 'pickDependencies':
        await this.#pickDependencies(store, errand.id);
        return;
      case 'relatedMemory': {
        const { row, body } = await store.query('task.detail', { id: errand.taskId });
        const text = `${row.title}\n${body}`;
        const found = await store.query('memory.related', { text, limit: 30 });
        if (found.length === 0) this.#options.tell(`Nothing is remembered about ${row.id}.`);
        else this.#open(relatedPicker(row, found));
        return;
      }
      case 'showAction':
        this.#open({
          type: 'reader',
          top: 0,
          text: {
            type: 'report',
            title: errand.entry.label,
            lines: await actionLines(store, errand.entry),
          },
        });
        return;
    }
  }

  /** @returns whether it is there */
  async goTo(kind: EntityKind, id: string): Promise<boolean> {
    const { cockpit } = this.#options;
    const store = this.#options.store();
    const { data } = cockpit;
    if (store === null || data === null) return false;
    if (kind === 'epic') {
      const known = data.epics.some((each) => each.id === id);
      if (known) cockpit.change({ state: goToEpic(cockpit.state, data, cockpit.models, id) });
      return known;
    }
    if (kind === 'task') {
      const detail = await store.query('task.detail', { id });
      this.#showTask(detail);
      return true;
    }
    if (kind !== 'memory') return false;
    const { row } = await store.query('memory.detail', { id: Number(id) });
    cockpit.change({ state: goToMemory(cockpit.state, cockpit.data ?? data, cockpit.models, row) });
    return true;
  }

  #showTask(detail: TaskDetail): void {
    const { cockpit } = this.#options;
    if (cockpit.data === null) return;
    const data = withTaskDetail(cockpit.data, detail);
    cockpit.change({ data, state: goToTask(cockpit.state, data, cockpit.models, detail.row) });
  }

  async #openMemory(store: StoreClient, id: number): Promise<void> {
    const { cockpit } = this.#options;
    const detail = await store.query('memory.detail', { id });
    if (cockpit.state.dialog === null) {
      cockpit.change({ state: withMemoryReader(cockpit.state, detail) });
    }
  }

  #copy(text: string, what: string): void {
    this.#options.copy(text);
    const lines = text.split('\n').length;
    const shown = lines === 1 ? text : `${lines} lines`;
    this.#options.tell(`Copied the ${what}: ${shown}`);
  }

  async #pickDependencies(store: StoreClient, id: string): Promise<void> {
    const detail = await store.query('task.detail', { id });
    const candidates = await store.query('dependency.candidates', { taskId: id });
    this.#open(dependencyPicker('task', detail.row, candidates));
  }

  /** Something else may have been opened while the store was asked. */
  #open(dialog: Dialog): void {
    const { cockpit } = this.#options;
    if (cockpit.state.dialog === null) {
      cockpit.change({ state: { ...cockpit.state, dialog } });
    }
  }

  async #editText(store: StoreClient, kind: 'task' | 'epic' | 'memory', id: string): Promise<void> {
    const { before, version, name } = await readText(store, kind, id);
    const edited = await this.#options.edit(before, name);
    if (edited === null) {
      this.#options.tell(`The text of ${name} stays as it is.`);
      return;
    }
    try {
      await writeText(store, { kind, id, version, text: edited.text });
    } catch (error) {
      throw keptIn(edited.path, error);
    }
    edited.discard();
    this.#options.tell(`The text of ${name} is saved.`);
  }
}

interface Text {
  readonly before: string;
  readonly version: number;
  /** What it is of, as a file's name too. */
  readonly name: string;
}

async function readText(
  store: StoreClient,
  kind: 'task' | 'epic' | 'memory',
  id: string,
): Promise<Text> {
  switch (kind) {
    case 'task': {
      const { row, body } = await store.query('task.detail', { id });
      return { before: body, version: row.version, name: row.id };
    }
    case 'epic': {
      const { row, body } = await store.query('epic.detail', { id });
      return { before: body, version: row.version, name: row.id };
    }
    case 'memory': {
      const { row, content } = await store.query('memory.detail', { id: Number(id) });
      return { before: content, version: row.version, name: `memory-${row.id}` };
    }
  }
}

async function writeText(
  store: StoreClient,
  given: {
    readonly kind: 'task' | 'epic' | 'memory';
    readonly id: string;
    readonly version: number;
    readonly text: string;
  },
): Promise<void> {
  const { kind, id, version: expectedVersion, text } = given;
  switch (kind) {
    case 'task':
      await store.command('task.edit', { id, expectedVersion, body: text });
      return;
    case 'epic':
      await store.command('epic.edit', { id, expectedVersion, body: text });
      return;
    case 'memory':
      await store.command('memory.edit', { id: Number(id), expectedVersion, content: text });
      return;
  }
}

/** Nothing that was typed is lost: the error says where it is. */
function keptIn(path: string, thrown: unknown): FlowdeckError {
  const error = serialiseError(thrown);
  const message = `${error.message} Your text is kept in ${path}.`;
  return deserialiseError({ ...error, message });
}
