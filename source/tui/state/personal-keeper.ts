/** Keeps what belongs to one person in step with the screen: read once, written a moment after it changed. */
import type { PersonalFile } from '../../platform/personal-file.js';
import type { Cockpit } from './cockpit.js';
import type { CockpitState } from './cockpit-state.js';
import { parsePersonal, personalJson, type PersonalState } from './personal.js';

/** Fast keys are one writing. */
const writeMilliseconds = 1000;

export interface KeeperOptions {
  readonly cockpit: Cockpit;
  readonly file: PersonalFile;
  /** Told once that nothing can be kept. */
  readonly onError: (error: unknown) => void;
}

export class PersonalKeeper {
  readonly #options: KeeperOptions;
  #stop: (() => void) | null = null;
  #kept: readonly unknown[] = [];
  #timer: NodeJS.Timeout | null = null;
  #failed = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  read(): PersonalState | null {
    return parsePersonal(this.#options.file.read());
  }

  /** From now on changes are kept. */
  start(): void {
    const { cockpit } = this.#options;
    this.#kept = partsOf(cockpit.state);
    this.#stop = cockpit.subscribe(() => {
      if (this.#timer || !this.#changed()) return;
      this.#timer = setTimeout(() => this.#write(), writeMilliseconds);
      this.#timer.unref();
    });
  }

  /** Keeps the last changes and ends. */
  close(): void {
    this.#stop?.();
    if (this.#stop && this.#changed()) this.#write();
    this.#clearTimer();
    this.#stop = null;
  }

  #changed(): boolean {
    return partsOf(this.#options.cockpit.state).some((part, index) => part !== this.#kept[index]);
  }

  #write(): void {
    this.#clearTimer();
    const { cockpit, file, onError } = this.#options;
    const { state, data } = cockpit;
    if (data === null || this.#failed) return;
    this.#kept = partsOf(state);
    try {
      file.write(personalJson(state, data.news, data.cursor.event));
    } catch (error) {
      this.#failed = true;
      onError(error);
    }
  }

  #clearTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function partsOf({ seen, focus, zoomed }: CockpitState): readonly unknown[] {
  return [seen, focus, zoomed];
}
