/** The state and the data together, observable: what React and the snapshot's painter read. */
import type { BlockName, PaintedBlock, Screen } from '../screen.js';
import type { Rectangle } from '../layout.js';
import { paneNames, type PaneName } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';
import { Grace } from './grace.js';
import { withLook } from './looking.js';
import type { Models } from './models.js';
import type { ProjectData } from './project-data.js';

export interface Change {
  readonly state?: CockpitState;
  readonly data?: ProjectData | null;
}

export class Cockpit {
  readonly models: Models;
  readonly #screen: Screen;
  readonly #listeners = new Set<() => void>();
  readonly #grace = new Grace<BlockName, PaintedBlock>(() => this.#tell());
  #state: CockpitState;
  #data: ProjectData | null = null;

  constructor(models: Models, screen: Screen, state: CockpitState) {
    this.models = models;
    this.#screen = screen;
    this.#state = state;
  }

  get state(): CockpitState {
    return this.#state;
  }

  get data(): ProjectData | null {
    return this.#data;
  }

  /** Takes a new state, new data or both; listeners hear of it once, and only when something differs. */
  change({ state = this.#state, data = this.#data }: Change): void {
    const followed = follow(this.models.settle(state, data), data, this.models);
    const settled = withLook(followed, data, this.models);
    if (settled === this.#state && data === this.#data) return;
    this.#state = settled;
    this.#data = data;
    this.#tell();
  }

  /** Returns the way to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A part of the screen; the same object until it looks different. */
  block(name: BlockName): PaintedBlock | null {
    const block = this.#screen.painted(name, this.#state, this.#data);
    if (block === null) this.#grace.gone(name);
    if (block === null || this.#data === null || !isPane(name)) return block;
    const model = this.models.model(this.#state, this.#data, name);
    return this.models.definition(name).isReading?.(model)
      ? this.#grace.reading(name, block, (last) => isSamePlace(last.rectangle, block.rectangle))
      : this.#grace.ready(name, block);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function isPane(name: BlockName): name is PaneName | 'detail' {
  return name === 'detail' || paneNames.some((pane) => pane === name);
}

function isSamePlace(left: Rectangle, right: Rectangle): boolean {
  return (
    left.x === right.x &&
    left.y === right.y &&
    left.columns === right.columns &&
    left.rows === right.rows
  );
}

/** Puts the cursor on what was just created, once it is there. */
function follow(state: CockpitState, data: ProjectData | null, models: Models): CockpitState {
  const { awaited } = state;
  if (!awaited || data === null) return state;
  const definition = models.registry.panes[awaited.pane];
  const model = models.model(state, data, awaited.pane);
  const own = definition.reduce(
    state.panes[awaited.pane],
    { type: 'select', key: awaited.key },
    model,
    models.room(state, awaited.pane),
  );
  if (definition.selectedKey(own, model) !== awaited.key) return state;
  const panes = { ...state.panes, [awaited.pane]: own };
  return models.settle({ ...state, panes, awaited: null }, data);
}
