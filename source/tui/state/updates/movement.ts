/** Moving the cursor, and from pane to pane. */
import { readerPage } from '../../dialogs/index.js';
import { asciiGlyphs, unicodeGlyphs } from '../../glyphs.js';
import type { movementKeys } from '../../keymap/movement.js';
import { neighbour } from '../../layout.js';
import type { Movement, PaneName } from '../../panes/pane.js';
import type { CockpitState } from '../cockpit-state.js';
import { only, type UpdateContext } from '../effects.js';
import { movePane } from '../prompts.js';
import { paneBeside, withFocus } from '../screens.js';
import type { Command, CommandsOf } from './command.js';

const move =
  (movement: Movement): Command =>
  (state, context) =>
    only(moveCursor(state, movement, context));
const focus =
  (pane: PaneName): Command =>
  (state) =>
    only(withFocus(state, pane));

export const movementCommands: CommandsOf<typeof movementKeys> = {
  up: move('up'),
  down: move('down'),
  left: move('left'),
  right: move('right'),
  pageUp: move('pageUp'),
  pageDown: move('pageDown'),
  top: move('top'),
  bottom: move('bottom'),
  nextPane: (state) => only(withFocus(state, paneBeside(state, 1))),
  previousPane: (state) => only(withFocus(state, paneBeside(state, -1))),
  focusEpics: focus('epics'),
  focusTasks: focus('tasks'),
  focusPhases: focus('phases'),
  focusMemory: focus('memory'),
  focusActivity: focus('activity'),
  zoom: (state) => only({ ...state, zoomed: !state.zoomed }),
};

function moveCursor(state: CockpitState, movement: Movement, context: UpdateContext): CockpitState {
  if (state.dialog?.type === 'reader') return moveReader(state, movement, context);
  if (state.detail) return movePane(state, 'detail', movement, context);
  const moved = movePane(state, state.focus, movement, context);
  if (moved !== state || (movement !== 'left' && movement !== 'right')) return moved;
  // A list has no left and right of its own: they lead to the pane beside it.
  const layout = context.models.layout(state);
  const beside = layout && neighbour(layout, state.focus, movement);
  return beside ? withFocus(state, beside) : state;
}

function moveReader(state: CockpitState, movement: Movement, context: UpdateContext): CockpitState {
  return scrollReader(state, (rows, length) => readerStep(movement, rows, length), context);
}

function readerStep(movement: Movement, rows: number, length: number): number {
  const steps: Readonly<Record<Movement, number>> = {
    up: -1,
    down: 1,
    pageUp: -rows,
    pageDown: rows,
    top: -length,
    bottom: length,
    left: 0,
    right: 0,
  };
  return steps[movement];
}

/** @param stepOf how many lines on, from how many are shown and how many there are */
export function scrollReader(
  state: CockpitState,
  stepOf: (rows: number, length: number) => number,
  { ascii }: UpdateContext,
): CockpitState {
  const { dialog } = state;
  if (dialog?.type !== 'reader') return state;
  const { lines, rows } = readerPage(dialog.text, state.size, ascii ? asciiGlyphs : unicodeGlyphs);
  const last = Math.max(0, lines.length - rows);
  const step = stepOf(rows, lines.length);
  // A text that was made shorter by a wider screen is shown from an earlier line than was asked for.
  const top = Math.min(last, Math.max(0, Math.min(last, dialog.top) + step));
  return { ...state, dialog: { ...dialog, top } };
}
