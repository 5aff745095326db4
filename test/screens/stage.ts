/** The cockpit without a terminal: its state, its store and what it would draw, as cells. The clock stands still. */
import type { Size } from '../../source/tui/layout.js';
import { Grid } from '../../source/tui/cells/grid.js';
import { Painter } from '../../source/tui/cells/painter.js';
import { asciiGlyphs, unicodeGlyphs } from '../../source/tui/glyphs.js';
import { InputParser } from '../../source/tui/input.js';
import { registry } from '../../source/tui/registry.js';
import { blockNames, Screen } from '../../source/tui/screen.js';
import { Cockpit } from '../../source/tui/state/cockpit.js';
import { initialState } from '../../source/tui/state/cockpit-state.js';
import { Controller } from '../../source/tui/state/controller.js';
import type { Herald } from '../../source/tui/state/notifier.js';
import { Models } from '../../source/tui/state/models.js';
import { createTheme } from '../../source/tui/theme.js';
import type { FakeStore } from '../support/fake-store.js';
import { now } from '../tui/panes/support.js';
import { project } from '../tui/support.js';

const standing = {
  uptimeSeconds: 3_725,
  cpuSeconds: 12.5,
  memory: { rss: 96e6, heapTotal: 40e6, heapUsed: 31e6, external: 2e6 },
  version: 'v20.19.0',
};

export interface StageOptions {
  readonly size?: Size;
  readonly ascii?: boolean;
  readonly project?: typeof project;
}

export class Stage {
  readonly cockpit: Cockpit;
  readonly controller: Controller;
  /** What somebody who looked elsewhere was told. */
  readonly told: string[] = [];
  readonly herald: Herald = {
    bell: () => void this.told.push('bell'),
    desktop: ({ title, text }) => void this.told.push(`${title}: ${text}`),
    webhook: (address, body) => {
      this.told.push(`${address} ${JSON.stringify(body)}`);
      return this.webhookFails ? Promise.reject(new Error('Nobody answers.')) : Promise.resolve();
    },
  };
  webhookFails = false;
  readonly #parser = new InputParser();
  #now = now;

  /** With its project open and everything read that it shows. */
  static async open(store: FakeStore, options: StageOptions = {}): Promise<Stage> {
    const stage = new Stage(store, options);
    // What never answers is looked at while it waits.
    void stage.controller.open(options.project ?? project);
    await stage.quiet();
    return stage;
  }

  private constructor(store: FakeStore, options: StageOptions) {
    const { size = { columns: 120, rows: 40 }, ascii = false } = options;
    const clock = (): number => this.#now;
    const models = new Models(registry, 'ada');
    const glyphs = ascii ? asciiGlyphs : unicodeGlyphs;
    const screen = new Screen({ models, glyphs, theme: createTheme('full'), demoAvailable: false });
    this.cockpit = new Cockpit(models, screen, initialState(registry, { size, now: clock() }));
    this.controller = new Controller({
      cockpit: this.cockpit,
      actor: 'ada',
      ascii,
      surroundings: {
        now: clock,
        openStore: () => store.client(),
        findProject: () => Promise.resolve(project),
        personalFile: () => null,
        edit: () => Promise.resolve(null),
        copy: () => undefined,
        quit: () => undefined,
        suspend: () => undefined,
        repaint: () => undefined,
        herald: this.herald,
        figures: () => ({
          process: standing,
          screen: { ...size, frames: 120, bytes: 48_000, lastBytes: 230 },
        }),
        demo: null,
      },
    });
  }

  /** One chunk of input, and what comes of it. */
  async press(...chunks: readonly string[]): Promise<void> {
    for (const chunk of chunks) {
      this.controller.handleInput(this.#parser.push(chunk));
      if (this.#parser.waiting) this.controller.handleInput(this.#parser.flush());
      await this.quiet();
    }
  }

  /** Lets time pass, as the clock of the screen notices it. */
  async later(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    this.controller.wake();
    await this.quiet();
  }

  resize(size: Size): void {
    this.controller.resize(size);
  }

  /** Until nothing changes any more but by time. */
  async quiet(): Promise<void> {
    let calm = 0;
    let { state, data } = this.cockpit;
    while (calm < 6) {
      await new Promise((resolve) => setImmediate(resolve));
      const isSame = state === this.cockpit.state && data === this.cockpit.data;
      calm = isSame ? calm + 1 : 0;
      ({ state, data } = this.cockpit);
    }
  }

  /** What is on the screen. */
  cells(): Grid {
    const { columns, rows } = this.cockpit.state.size;
    const grid = new Grid(columns, rows);
    const painter = new Painter(grid, () => undefined);
    for (const name of blockNames) {
      const block = this.cockpit.block(name);
      block?.rows.forEach((row, index) => {
        const { x, y } = block.rectangle;
        if (y + index < rows) painter.write(`\u001b[${y + index + 1};${x + 1}H${row}\u001b[0m`);
      });
    }
    return grid;
  }

  lines(): string[] {
    const { columns, rows, texts } = this.cells();
    return Array.from({ length: rows }, (_, row) =>
      texts
        .slice(row * columns, (row + 1) * columns)
        .join('')
        .trimEnd(),
    );
  }

  text(): string {
    return this.lines().join('\n');
  }

  async close(): Promise<void> {
    await this.controller.close();
  }
}
