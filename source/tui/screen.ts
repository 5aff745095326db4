/**
 * The whole screen as blocks of lines, each at its place. What draws them (Ink, or a snapshot) only paints.
 * A block keeps its identity as long as its text and place do.
 */
import type { SerialisedError } from '../domain/errors.js';
import { atBottom, dialogBox, failureLines, framed, noticeBox, type Box } from './dialogs/index.js';
import { paneFrame } from './frame.js';
import type { Glyphs } from './glyphs.js';
import { footerLine, headerLine } from './header.js';
import { jointsOf } from './joints.js';
import { hints } from './keys.js';
import { minimumSize, type Rectangle, type Size } from './layout.js';
import type { Line } from './line.js';
import { paneNames, screens, type PaneName } from './panes/pane.js';
import { clean, wrapSpans } from './spans.js';
import type { CockpitState, Stage } from './state/cockpit-state.js';
import type { Models } from './state/models.js';
import type { ProjectData } from './state/project-data.js';
import { activeScopes, keyContext } from './state/key-context.js';
import { paint, type Theme } from './theme.js';

/** From the lowest to the topmost. */
export const blockNames = [
  ...paneNames,
  'detail',
  'header',
  'footer',
  'stage',
  'connection',
  'notice',
  'dialog',
] as const;
export type BlockName = (typeof blockNames)[number];

export interface PaintedBlock {
  readonly rectangle: Rectangle;
  readonly rows: readonly string[];
}

export interface ScreenOptions {
  readonly models: Models;
  readonly glyphs: Glyphs;
  readonly theme: Theme;
  readonly demoAvailable: boolean;
}

const boxColumns = 76;

export class Screen {
  readonly #options: ScreenOptions;
  readonly #painted = new Map<
    BlockName,
    { readonly box: Box | null; readonly block: PaintedBlock | null }
  >();
  readonly #frames = new Map<
    BlockName,
    { readonly inputs: readonly unknown[]; readonly box: Box }
  >();

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** A block as strings for the terminal; null where it is not shown. */
  painted(name: BlockName, state: CockpitState, data: ProjectData | null): PaintedBlock | null {
    const box = this.box(name, state, data);
    const known = this.#painted.get(name);
    if (known && known.box === box) return known.block;
    const fresh = box && {
      rectangle: box.rectangle,
      rows: box.lines.map((line) => paint(line, this.#options.theme)),
    };
    const block = known?.block && fresh && samePainting(known.block, fresh) ? known.block : fresh;
    this.#painted.set(name, { box, block });
    return block;
  }

  /** A block as lines; null where it is not shown. */
  box(name: BlockName, state: CockpitState, data: ProjectData | null): Box | null {
    const { models, glyphs, demoAvailable } = this.#options;
    const layout = models.layout(state);
    if (!layout) return name === 'stage' ? tooSmall(state.size) : null;
    const ready = state.stage.type === 'ready' ? data : null;
    if (isPane(name)) return ready && this.#paneBox(name, state, ready);
    switch (name) {
      case 'header': {
        if (!layout.header) return null;
        if (!ready)
          return { rectangle: layout.header, lines: [[{ text: ' flowdeck', role: 'heading' }]] };
        const { columns } = state.size;
        const line = headerLine(ready, state, columns, glyphs);
        return { rectangle: layout.header, lines: [line] };
      }
      case 'footer': {
        const context = keyContext(state, { data: ready, models, demoAvailable });
        const line = footerLine(hints(activeScopes(state), context), state.size.columns);
        return { rectangle: layout.footer, lines: [line] };
      }
      case 'stage':
        return stageBox(state.stage, state.size, glyphs, demoAvailable);
      case 'connection':
        return state.connection.type === 'dead'
          ? atBottom(
              failureBox('The store died', state.connection.error, state.size, glyphs),
              state.size,
            )
          : null;
      case 'notice':
        return (
          state.notice &&
          above(noticeBox(state.notice, state.size, glyphs), this.#lowBoxes(state, data))
        );
      case 'dialog':
        return (
          state.dialog &&
          dialogBox(state.dialog, {
            size: state.size,
            glyphs,
            state,
            data: ready,
            models,
            demoAvailable,
          })
        );
    }
  }

  /** What else lies over the last rows, and must not hide a notice. */
  #lowBoxes(state: CockpitState, data: ProjectData | null): Box[] {
    const names =
      state.dialog?.type === 'prompt'
        ? (['connection', 'dialog'] as const)
        : (['connection'] as const);
    return names.flatMap((name) => this.box(name, state, data) ?? []);
  }

  #paneBox(name: PaneName | 'detail', state: CockpitState, data: ProjectData): Box | null {
    const { models, glyphs } = this.#options;
    const layout = models.layout(state);
    const rectangle = name === 'detail' ? layout?.detail : layout?.panes[name];
    if (!layout || !rectangle) return null;
    const view = models.view(state, data, name, glyphs);
    const focused = name === 'detail' || (state.focus === name && state.detail === null);
    const known = this.#frames.get(name);
    const inputs = [view, focused, layout];
    if (known?.inputs.every((input, index) => input === inputs[index])) return known.box;
    const onScreen: readonly string[] = screens[state.screen];
    // The number keys lead to the panes of the main screen.
    const isNumbered = name !== 'detail' && state.screen === 'main';
    const number = isNumbered ? onScreen.indexOf(name) + 1 : null;
    const joints = jointsOf(layout, rectangle, glyphs);
    const lines = paneFrame(view, rectangle, { number, focused, glyphs, joints });
    const box = { rectangle, lines };
    this.#frames.set(name, { inputs, box });
    return box;
  }
}

function isPane(name: BlockName): name is PaneName | 'detail' {
  return name === 'detail' || (paneNames as readonly BlockName[]).includes(name);
}

function tooSmall(size: Size): Box {
  const text = `flowdeck needs ${minimumSize.columns}x${minimumSize.rows}, not ${size.columns}x${size.rows}`;
  const line: Line = [{ text: text.slice(0, Math.max(0, size.columns - 1)) }];
  return { rectangle: { x: 0, y: 0, ...size }, lines: [line] };
}

function stageBox(stage: Stage, size: Size, glyphs: Glyphs, demoAvailable: boolean): Box | null {
  switch (stage.type) {
    case 'ready':
      return null;
    case 'opening':
      return stageFrame(
        '',
        [[{ text: `Opening the project${glyphs.ellipsis}` }]],
        '',
        size,
        glyphs,
      );
    case 'importing':
      return stageFrame('Import', importLines(stage.progress, size, glyphs), '', size, glyphs);
    case 'empty':
      return stageFrame(
        'Welcome',
        welcomeLines(stage.directory, size, demoAvailable),
        '',
        size,
        glyphs,
      );
    case 'failed':
      return failureBox('The project cannot be opened', stage.error, size, glyphs);
  }
}

function welcomeLines(directory: string, size: Size, demoAvailable: boolean): Line[] {
  const width = Math.min(boxColumns, size.columns - 2) - 4;
  const choices = [
    ['i', 'initialise', 'start a project here'],
    ['o', 'open another directory', 'a project elsewhere'],
    ['d', 'demo', demoAvailable ? 'simulated agents at work' : 'run: flowdeck demo'],
  ] as const;
  return [
    ...wrapSpans([{ text: `There is no project in ${clean(directory)} yet.` }], width),
    [],
    ...choices.map(([key, title, about]): Line => [
      { text: `  ${key}  `, role: 'key' },
      { text: title.padEnd(24) },
      { text: about, role: 'muted' },
    ]),
  ];
}

function importLines(
  progress: Extract<Stage, { type: 'importing' }>['progress'],
  size: Size,
  glyphs: Glyphs,
): Line[] {
  if (!progress || progress.total <= 0) return [[{ text: `Reading .flow${glyphs.ellipsis}` }]];
  const width = Math.min(boxColumns, size.columns - 2) - 4;
  const cells = Math.min(
    width,
    Math.round((Math.min(progress.done, progress.total) * width) / progress.total),
  );
  return [
    [{ text: `${clean(progress.stage)} ${progress.done} of ${progress.total}` }],
    [
      { text: glyphs.barFull.repeat(cells), role: 'progressDone' },
      { text: glyphs.barEmpty.repeat(width - cells), role: 'progressRest' },
    ],
  ];
}

function failureBox(title: string, error: SerialisedError, size: Size, glyphs: Glyphs): Box {
  const width = Math.min(boxColumns, size.columns - 2) - 4;
  const lines = failureLines(`${error.code}: ${error.message}`, error.hint, width);
  return stageFrame(title, lines, 'R try again', size, glyphs);
}

function stageFrame(
  title: string,
  lines: readonly Line[],
  foot: string,
  size: Size,
  glyphs: Glyphs,
): Box {
  return framed(title, foot, lines, Math.min(boxColumns, size.columns - 2), size, glyphs);
}

function above(box: Box, others: readonly Box[]): Box {
  const top = Math.min(
    box.rectangle.y + box.rectangle.rows,
    ...others.map(({ rectangle }) => rectangle.y),
  );
  return { ...box, rectangle: { ...box.rectangle, y: Math.max(0, top - box.rectangle.rows) } };
}

function samePainting(left: PaintedBlock, right: PaintedBlock): boolean {
  const { x, y, columns, rows } = right.rectangle;
  const old = left.rectangle;
  return (
    old.x === x &&
    old.y === y &&
    old.columns === columns &&
    old.rows === rows &&
    left.rows.length === right.rows.length &&
    left.rows.every((row, index) => row === right.rows[index])
  );
}
