/** Keeps what belongs to one person in step with the screen: read once, written a moment after it changed. */
import type { PersonalFile } from '../../platform/personal-file.js';
import type { Cockpit } from './cockpit.js';
import { canArrange } from '../panes/list-query.js';
import { paneNames } from '../panes/pane.js';
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
    this.#kept = partsOf(cockpit);
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
    return partsOf(this.#options.cockpit).some((part, index) => part !== this.#kept[index]);
  }

  #write(): void {
    this.#clearTimer();
    const { cockpit, file, onError } = this.#options;
    const { state, data } = cockpit;
    if (data === null || this.#failed) return;
    this.#kept = partsOf(cockpit);
    try {
      const searches = searchesOf(cockpit);
      file.write(personalJson(state, searches, data.news, data.cursor.event));
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

/** Lists that are left narrowed, sorted or grouped; what was looked for in the memory is not kept. */
function searchesOf({ state, data, models }: Cockpit): PersonalState['searches'] {
  if (data === null) return {};
  return Object.fromEntries(
    paneNames.flatMap((name) => {
      const filtered = models.filterable(state, data, name);
      if (!filtered || !canArrange(filtered.kind)) return [];
      const text = models.search(state, data, name);
      return text === '' ? [] : [[name, text]];
    }),
  );
}

function partsOf({ state, data, models }: Cockpit): readonly unknown[] {
  const { seen, focus, zoomed, views } = state;
  const searches = data === null ? [] : paneNames.map((name) => models.search(state, data, name));
  return [seen, focus, zoomed, views, ...searches];
}
