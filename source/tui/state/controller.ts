/** The thin edge between the pure state and the world: the terminal's input, the store, the clock. */
import path from 'node:path';
import { FlowdeckError, serialiseError } from '../../domain/errors.js';
import type { EditedText } from '../../platform/editor.js';
import type { PersonalFile } from '../../platform/personal-file.js';
import type { ProjectLocation } from '../../platform/project.js';
import type { InputChunk } from '../input.js';
import type { Size } from '../layout.js';
import type { DebugFigures } from '../debug-text.js';
import { Clock } from './clock.js';
import type { Cockpit } from './cockpit.js';
import { DebugWatch } from './debug-watch.js';
import { notify, type Effect } from './effects.js';
import { Errands } from './errands.js';
import { firstOpening } from './first-opening.js';
import type { Herald } from './notifier.js';
import { ProjectSession, type CockpitStore } from './project-session.js';
import { askedAgain } from './prompts.js';
import { Runner } from './runner.js';
import { handleChunk, withMemoryReader } from './update.js';

/** What the screen asks of the terminal and the program around it. */
export interface Surroundings {
  readonly now: () => number;
  /** @param create make the database where there is none */
  openStore(project: ProjectLocation, create: boolean): CockpitStore;
  /** @throws FlowdeckError where there is no such directory */
  findProject(directory: string): Promise<ProjectLocation>;
  /** Where what belongs to this person is kept, by the database; null for nowhere. */
  personalFile(databaseId: string): PersonalFile | null;
  quit(): void;
  suspend(): void;
  /** Gives the terminal to an editor; null where the text came back as it was. @throws FlowdeckError */
  edit(text: string, name: string): Promise<EditedText | null>;
  /** Puts a text into the clipboard. @throws FlowdeckError where it is too long */
  copy(text: string): void;
  repaint(): void;
  readonly herald: Herald;
  /** How the process is doing, and what was drawn so far. */
  figures(): Omit<DebugFigures, 'store'>;
  /** Ends the cockpit and runs the demo in its place; null where there is none. */
  readonly demo: (() => void) | null;
}

export interface ControllerOptions {
  readonly cockpit: Cockpit;
  readonly surroundings: Surroundings;
  readonly actor: string;
  readonly ascii: boolean;
}

export class Controller {
  readonly #options: ControllerOptions;
  readonly #clock: Clock;
  readonly #debug: DebugWatch;
  readonly #stop: () => void;
  readonly #errands: Errands;
  readonly #runner: Runner;
  #session: ProjectSession | null = null;
  #project: ProjectLocation | null = null;

  constructor(options: ControllerOptions) {
    const { cockpit, surroundings } = options;
    this.#options = options;
    this.#clock = new Clock(cockpit, surroundings.now);
    this.#debug = new DebugWatch(cockpit, () => this.#figures());
    this.#stop = cockpit.subscribe(() => {
      this.#clock.adjust();
      this.#debug.adjust();
    });
    const store = () => this.#session?.store ?? null;
    this.#errands = new Errands({
      cockpit,
      store,
      edit: (text, name) => surroundings.edit(text, name),
      copy: (text) => surroundings.copy(text),
      tell: (text) => this.#tell('info', text),
      onError: (error) => this.#tellError(error),
    });
    this.#runner = new Runner({
      cockpit,
      store,
      errands: this.#errands,
      tell: (text) => this.#tell('info', text),
    });
  }

  /** Shows a project, or the first-run screen where there is none. */
  async open(project: ProjectLocation): Promise<void> {
    this.#project = project;
    const { cockpit } = this.#options;
    // What was told before was about another place.
    cockpit.change({ state: { ...cockpit.state, notice: null } });
    const opening = firstOpening(project);
    if (opening) await this.#start(project, opening.create);
    else this.#setStage({ type: 'empty', directory: project.root });
  }

  handleInput(chunk: InputChunk): void {
    const { cockpit, surroundings, actor, ascii } = this.#options;
    const { state, effects } = handleChunk(cockpit.state, chunk, {
      data: cockpit.data,
      models: cockpit.models,
      actor,
      now: surroundings.now(),
      ascii,
      demoAvailable: surroundings.demo !== null,
    });
    cockpit.change({ state });
    for (const effect of effects) this.#perform(effect);
  }

  resize(size: Size): void {
    const { cockpit } = this.#options;
    cockpit.change({ state: { ...cockpit.state, size } });
  }

  /** The program was stopped for a while: the ages are old. */
  wake(): void {
    const { cockpit, surroundings } = this.#options;
    cockpit.change({ state: { ...cockpit.state, now: surroundings.now() } });
  }

  async close(): Promise<void> {
    this.#stop();
    this.#clock.stop();
    this.#debug.stop();
    this.#errands.stop();
    const session = this.#session;
    this.#session = null;
    await session?.close();
  }

  #perform(effect: Effect): void {
    const { surroundings } = this.#options;
    switch (effect.type) {
      case 'run':
        this.#attempt(() => this.#runner.run(effect.intent, effect.prompt), effect);
        return;
      case 'searchMemory':
        this.#session?.search.set(effect.text);
        return;
      case 'switchScope':
        this.#session?.search.switchScope();
        return;
      case 'showMemory':
        this.#attempt(() => this.#showMemory(effect.id));
        return;
      case 'errand':
        this.#attempt(() => this.#errands.run(effect.errand));
        return;
      case 'openDirectory':
        this.#attempt(() => this.#openDirectory(effect.directory));
        return;
      case 'initialise':
        this.#attempt(() => this.#initialise());
        return;
      case 'reopen':
        this.#attempt(() => this.#reopen());
        return;
      case 'debug':
        this.#debug.open();
        return;
      case 'demo':
        surroundings.demo?.();
        return;
      case 'quit':
        surroundings.quit();
        return;
      case 'suspend':
        surroundings.suspend();
        return;
      case 'repaint':
        surroundings.repaint();
        return;
    }
  }

  /** An action's failure is told as a notice; the screen stays, and what was typed for it is not lost. */
  #attempt(action: () => Promise<void>, effect?: Extract<Effect, { type: 'run' }>): void {
    action().catch((error: unknown) => {
      const { cockpit } = this.#options;
      const dialog = effect?.prompt && askedAgain(effect.prompt, cockpit.data);
      const asked = dialog && cockpit.state.dialog === null;
      if (asked) cockpit.change({ state: { ...cockpit.state, dialog } });
      // Where it was typed for, Enter does it again.
      this.#tellError(error, effect && !asked ? ' Press . to try again.' : '');
    });
  }

  async #showMemory(id: number): Promise<void> {
    const { cockpit } = this.#options;
    const detail = await this.#session?.store.query('memory.detail', { id });
    if (detail && cockpit.state.dialog === null) {
      cockpit.change({ state: withMemoryReader(cockpit.state, detail) });
    }
  }

  async #openDirectory(directory: string): Promise<void> {
    const project = await this.#options.surroundings.findProject(directory);
    await this.open(project);
  }

  async #initialise(): Promise<void> {
    const { surroundings } = this.#options;
    if (!this.#project) return;
    const { root } = this.#project;
    const store = surroundings.openStore(this.#project, true);
    try {
      await store.ready();
      await store.command('project.initialise', { root });
    } finally {
      await store.close();
    }
    // The same place as before, a database that was named included.
    await this.open({
      ...this.#project,
      flowDirectory: this.#project.flowDirectory ?? path.join(root, '.flow'),
      databaseExists: true,
    });
  }

  async #reopen(): Promise<void> {
    if (this.#options.cockpit.state.stage.type !== 'failed') return this.#session?.reopen();
    // Nothing was open yet: begin again.
    if (this.#project) await this.open(this.#project);
  }

  async #start(project: ProjectLocation, create: boolean): Promise<void> {
    const { cockpit, surroundings } = this.#options;
    const before = this.#session;
    this.#session = null;
    // A store that could not be opened has nothing to close.
    await before?.close().catch(() => undefined);
    cockpit.change({ data: null });
    this.#setStage({ type: 'opening' });
    const session = new ProjectSession({
      cockpit,
      project,
      actor: this.#options.actor,
      personalFile: (databaseId) => surroundings.personalFile(databaseId),
      store: surroundings.openStore(project, create),
      herald: surroundings.herald,
      now: surroundings.now,
      onError: (error) => this.#tellError(error),
      onInfo: (text) => this.#tell('info', text),
    });
    this.#session = session;
    await session.open();
  }

  #figures(): DebugFigures {
    const store = this.#session?.store.metrics() ?? null;
    return { store, ...this.#options.surroundings.figures() };
  }

  #setStage(stage: Cockpit['state']['stage']): void {
    const { cockpit } = this.#options;
    cockpit.change({ state: { ...cockpit.state, stage } });
  }

  #tellError(thrown: unknown, advice = ''): void {
    const error = thrown instanceof FlowdeckError ? thrown : serialiseError(thrown);
    // Hints that name flags are for the command line.
    const hint = /--|flowdeck /.test(error.hint) ? '' : ` ${error.hint}`;
    this.#tell('error', `${error.code}: ${error.message}${hint}${advice}`);
  }

  #tell(level: 'info' | 'error', text: string): void {
    const { cockpit, surroundings } = this.#options;
    cockpit.change({ state: notify(cockpit.state, level, text, surroundings.now()) });
  }
}
