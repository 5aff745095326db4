/** Which screen is shown, where the focus is on it, and the way back to where one was. */
import { screens, type PaneName, type ScreenName } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';

/** Puts the focus on a pane and shows the screen it belongs to; an open detail closes. */
export function withFocus(state: CockpitState, pane: PaneName): CockpitState {
  const subject = pane === 'epics' ? 'epic' : pane === 'tasks' ? 'task' : state.subject;
  const screen = screenOf(pane);
  const path = screen === state.screen ? state.path : pathTo(state, screen);
  return { ...state, screen, path, left: leave(state), focus: pane, subject, detail: null };
}

/** Shows a screen as it was left: its focus, and the detail that was open. */
export function withScreen(state: CockpitState, screen: ScreenName): CockpitState {
  const left = state.left[screen];
  const shown = withFocus(state, left?.focus ?? screens[screen][0]);
  return left ? { ...shown, detail: left.detail, detailState: left.detailState } : shown;
}

/** Shows a screen, or leads back from it to where one was. */
export function toggleScreen(state: CockpitState, screen: ScreenName): CockpitState {
  return state.screen === screen ? withScreenBefore(state) : withScreen(state, screen);
}

/** Back to the screen that this one was opened from; the main one leads nowhere. */
export function withScreenBefore(state: CockpitState): CockpitState {
  const before = state.path.at(-1);
  return before === undefined ? state : withScreen(state, before);
}

/** The next or the previous pane of the screen, around its ends. */
export function paneBeside({ screen, focus }: CockpitState, step: number): PaneName {
  const panes: readonly PaneName[] = screens[screen];
  const index = panes.indexOf(focus) + step + panes.length;
  return panes[index % panes.length] ?? focus;
}

function screenOf(pane: PaneName): ScreenName {
  const names = Object.keys(screens) as ScreenName[];
  return names.find((name) => (screens[name] as readonly PaneName[]).includes(pane)) ?? 'main';
}

function leave({ screen, focus, detail, detailState, left }: CockpitState): CockpitState['left'] {
  return { ...left, [screen]: { focus, detail, detailState } };
}

/** The screens to go back through. One that is opened again is where the way ends; the main one is its beginning. */
function pathTo({ path, screen }: CockpitState, next: ScreenName): readonly ScreenName[] {
  if (next === 'main') return [];
  const way = [...path, screen];
  const at = way.indexOf(next);
  return at < 0 ? way : way.slice(0, at);
}
