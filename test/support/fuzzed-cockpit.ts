/** The cockpit's pure part, driven input by input, and what must hold after each of them. */
import type { Delta } from '../../source/domain/contract/rows.js';
import { taskStatuses } from '../../source/domain/vocabulary.js';
import { unicodeGlyphs } from '../../source/tui/glyphs.js';
import { InputParser, type InputChunk } from '../../source/tui/input.js';
import type { Box } from '../../source/tui/dialogs/index.js';
import { registry } from '../../source/tui/registry.js';
import { blockNames, Screen, type BlockName } from '../../source/tui/screen.js';
import { lineText, lineWidth } from '../../source/tui/spans.js';
import { dependencyPicker } from '../../source/tui/state/dependency-picker.js';
import type { Errand } from '../../source/tui/state/errands.js';
import { goToEpic, goToMemory, goToTask } from '../../source/tui/state/going.js';
import { relatedPicker } from '../../source/tui/state/memory-pickers.js';
import { hitItem } from '../../source/tui/state/palette.js';
import { Cockpit } from '../../source/tui/state/cockpit.js';
import {
  initialState,
  type CockpitState,
  type Dialog,
} from '../../source/tui/state/cockpit-state.js';
import type { Update } from '../../source/tui/state/effects.js';
import { applyDelta } from '../../source/tui/state/merge.js';
import { Models } from '../../source/tui/state/models.js';
import type { ProjectData } from '../../source/tui/state/project-data.js';
import { handleChunk, withMemoryReader } from '../../source/tui/state/update.js';
import { shownWants } from '../../source/tui/state/wants.js';
import { createTheme } from '../../source/tui/theme.js';
import { bytesOf, pick, type FuzzInput } from './fuzz-inputs.js';
import { FuzzedWorld, hostile } from './fuzzed-world.js';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const controls = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const started = Date.parse('2026-03-27T12:00:00.000Z');

export class FuzzedCockpit {
  readonly #full: ProjectData;
  readonly #random: () => number;
  readonly #world: FuzzedWorld;
  readonly #models = new Models(registry);
  readonly #screen: Screen;
  readonly #cockpit: Cockpit;
  readonly #parser = new InputParser();
  readonly #checked = new Map<BlockName, Box | null>();
  #now = started;

  /** @param full all that can be read */
  constructor(full: ProjectData, random: () => number) {
    this.#full = full;
    this.#random = random;
    this.#world = new FuzzedWorld(full, random);
    const theme = createTheme('full');
    this.#screen = new Screen({
      models: this.#models,
      glyphs: unicodeGlyphs,
      theme,
      demoAvailable: true,
    });
    const size = { columns: 120, rows: 40 };
    const mouse = { on: true, lastPress: null };
    const state = { ...initialState(registry, { size, now: started }), mouse };
    this.#cockpit = new Cockpit(this.#models, this.#screen, state);
    this.#cockpit.change({
      data: { ...full, tasksByEpic: new Map(), taskDetails: new Map(), epicDetails: new Map() },
      state: { ...state, stage: { type: 'ready' } },
    });
  }

  apply(input: FuzzInput): void {
    const { state, data } = this.#cockpit;
    this.#now += 40;
    switch (input.type) {
      case 'bytes':
        this.#handle(this.#parser.push(input.bytes));
        return;
      case 'pause':
        this.#now += input.milliseconds;
        this.#handle(this.#parser.flush());
        this.#cockpit.change({ state: { ...this.#cockpit.state, now: this.#now } });
        return;
      case 'resize':
        this.#cockpit.change({ state: { ...state, size: input.size } });
        return;
      case 'read':
        if (data) this.#cockpit.change({ data: this.#look(this.#read(state, data)) });
        return;
      case 'forget':
        if (data) this.#cockpit.change({ data: { ...data, tasksByEpic: new Map() } });
        return;
      case 'change':
        if (data) this.#cockpit.change({ data: applyDelta(data, this.#delta(data)) });
        return;
      case 'die': {
        const error = { code: 'store.dead', message: 'It died.', hint: 'Press R.' } as const;
        const connection = { type: 'dead', error, since: this.#now } as const;
        this.#cockpit.change({ state: { ...state, connection } });
        return;
      }
      case 'live':
        this.#cockpit.change({ state: { ...state, connection: { type: 'live' } } });
    }
  }

  /** What does not hold now, in words. */
  problems(): string[] {
    const { state, data } = this.#cockpit;
    const settled = this.#models.settle(state, data);
    return [
      ...(settled === state ? [] : ['settling what was settled changed it']),
      ...blockNames.flatMap((name) => this.#problemsOf(name)),
    ];
  }

  /** Whether the program can be left from here: at once by Ctrl-C, and by Esc and the key that quits. */
  canBeLeft(): boolean {
    const { state } = this.#cockpit;
    const byInterrupt = quits(this.#press(state, 'ctrl+c'));
    let left = state;
    for (let press = 0; press < 6; press += 1) left = this.#press(left, 'escape').state;
    return byInterrupt && quits(this.#press(left, 'q'));
  }

  /** What is open, for a report. */
  get place(): string {
    const { size, screen, focus, detail, dialog } = this.#cockpit.state;
    return `${size.columns}x${size.rows} ${screen} ${focus} ${detail?.id ?? ''} ${dialog?.type ?? ''}`.trim();
  }

  #handle(chunk: InputChunk): void {
    if (chunk.events.length === 0) return;
    const update = this.#update(this.#cockpit.state, chunk);
    this.#cockpit.change({ state: update.state });
    for (const effect of update.effects) {
      if (effect.type === 'showMemory') this.#showMemory(effect.id);
      if (effect.type === 'errand') this.#run(effect.errand);
    }
  }

  #showMemory(id: number): void {
    const entry = this.#full.memory.entries.find((each) => each.id === id);
    const { state } = this.#cockpit;
    if (!entry || state.dialog) return;
    const detail = { row: entry, content: pick(this.#random, hostile), related: [], extra: {} };
    this.#cockpit.change({ state: withMemoryReader(state, detail) });
  }

  /** As the store answers it; what goes to other programs is left out. */
  #run(errand: Errand): void {
    const { state, data } = this.#cockpit;
    if (data === null) return;
    const known = [...data.tasksByEpic.values()].flat();
    switch (errand.type) {
      case 'searchPalette': {
        if (state.dialog?.type !== 'picker' || state.dialog.found === null) return;
        const found = { text: errand.text, items: this.#world.hits().map(hitItem) };
        this.#cockpit.change({ state: { ...state, dialog: { ...state.dialog, found } } });
        return;
      }
      case 'goTo': {
        const task = known.find(({ id }) => id === errand.id);
        const entry = data.memory.entries.find(({ id }) => String(id) === errand.id);
        if (errand.kind === 'epic') {
          this.#cockpit.change({ state: goToEpic(state, data, this.#models, errand.id) });
        } else if (errand.kind === 'task' && task) {
          this.#cockpit.change({ state: goToTask(state, data, this.#models, task) });
        } else if (errand.kind === 'memory' && entry) {
          this.#cockpit.change({ state: goToMemory(state, data, this.#models, entry) });
        }
        return;
      }
      case 'pickDependencies': {
        const candidates = known.slice(0, 50).map(({ id, status }, index) => ({
          ...{ id, status, title: pick(this.#random, hostile) },
          ...{ chosen: index % 3 === 0, refusal: index % 3 === 1 ? 'a\u0007 cycle' : null },
        }));
        this.#open(dependencyPicker('task', { id: errand.id, version: 1 }, candidates));
        return;
      }
      case 'relatedMemory': {
        const task = known.find(({ id }) => id === errand.taskId);
        const found = this.#full.memory.entries.map(
          (row) =>
            ({ row, score: 1, reasons: ['tags'], tags: [pick(this.#random, hostile)] }) as const,
        );
        if (task && found.length > 0) this.#open(relatedPicker(task, found));
        return;
      }
      case 'showAction': {
        const title = errand.entry.label;
        const text = { type: 'report', title, lines: this.#world.lines() } as const;
        this.#open({ type: 'reader', top: 0, text });
        return;
      }
      case 'copy':
      case 'copyMemory':
      case 'editText':
    }
  }

  #open(dialog: Dialog): void {
    const { state } = this.#cockpit;
    if (state.dialog === null) this.#cockpit.change({ state: { ...state, dialog } });
  }

  #press(state: CockpitState, key: string): Update {
    const parser = new InputParser();
    const pushed = parser.push(bytesOf(key));
    return this.#update(state, pushed.events.length > 0 ? pushed : parser.flush());
  }

  #update(state: CockpitState, chunk: InputChunk): Update {
    return handleChunk(state, chunk, {
      data: this.#cockpit.data,
      models: this.#models,
      actor: 'ada@example.com',
      now: this.#now,
      ascii: false,
      demoAvailable: true,
    });
  }

  #read(state: CockpitState, data: ProjectData): ProjectData {
    const tasksByEpic = new Map(data.tasksByEpic);
    const taskDetails = new Map(data.taskDetails);
    const epicDetails = new Map(data.epicDetails);
    for (const { kind, id } of shownWants(state, data, this.#models)) {
      if (kind === 'tasks') tasksByEpic.set(id, this.#full.tasksByEpic.get(id) ?? []);
      const task = kind === 'task' ? this.#full.taskDetails.get(id) : undefined;
      const epic = kind === 'epic' ? this.#full.epicDetails.get(id) : undefined;
      if (task) taskDetails.set(id, task);
      if (epic) epicDetails.set(id, epic);
    }
    return { ...data, tasksByEpic, taskDetails, epicDetails };
  }

  /** The screens beside the main one are read too. */
  #look(data: ProjectData): ProjectData {
    const actors = (data.coordination.agents ?? []).map(({ actor }) => actor);
    const tail = [this.#world.event(), this.#world.event()];
    const coordination = {
      inbox: this.#world.inbox(),
      agents: this.#world.agents(),
      tails: new Map(actors.map((actor) => [actor, tail])),
      failures: this.#random() < 0.1 ? { inbox: 'It \u0007 failed.' } : {},
    };
    return { ...data, coordination, history: this.#world.history() };
  }

  /** Others were at work: a few rows are otherwise, one may be gone. */
  #delta({ cursor, epics, tasksByEpic }: ProjectData): Delta {
    const random = this.#random;
    const known = [...tasksByEpic.values()].flat();
    const tasks = known.length === 0 ? [] : [pick(random, known), pick(random, known)];
    const epic = epics.length === 0 ? [] : [pick(random, epics)];
    const gone = random() < 0.2;
    return {
      cursor: { ...cursor, event: cursor.event + 1 },
      reload: false,
      events: random() < 0.5 ? [] : [this.#world.event()],
      epics: gone ? [] : epic.map((row) => ({ ...row, title: pick(random, hostile) })),
      tasks: tasks.map((row) => ({
        ...row,
        status: pick(random, taskStatuses),
        title: pick(random, [row.title, ...hostile]),
        version: row.version + 1,
      })),
      removedEpics: gone && epics.length > 3 ? epic.map(({ id }) => id) : [],
      removedTasks: gone ? tasks.slice(0, 1).map(({ id }) => id) : [],
      totals: null,
      memoryChanged: false,
    };
  }

  /** A box that is the one checked before still holds. */
  #problemsOf(name: BlockName): string[] {
    const { state, data } = this.#cockpit;
    const box = this.#screen.box(name, state, data);
    if (box === null || this.#checked.get(name) === box) return [];
    this.#checked.set(name, box);
    const { x, y, columns, rows } = box.rectangle;
    const { size } = state;
    const problems: string[] = [];
    if (x < 0 || y < 0 || x + columns > size.columns || y + rows > size.rows) {
      problems.push(`${name} lies outside: ${JSON.stringify(box.rectangle)}`);
    }
    if (box.lines.length > rows) problems.push(`${name} has ${box.lines.length} of ${rows} lines`);
    for (const line of box.lines) {
      const width = lineWidth(line);
      // A title's rule reaches over to the border of the pane beside it.
      if (x + width > size.columns || width > columns + 1) {
        problems.push(`${name} is ${width} of ${columns} cells wide: ${lineText(line)}`);
      }
      if (controls.test(lineText(line))) {
        problems.push(`${name} holds control characters: ${JSON.stringify(lineText(line))}`);
      }
    }
    return problems;
  }
}

function quits({ effects }: Update): boolean {
  return effects.some(({ type }) => type === 'quit');
}
