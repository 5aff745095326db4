/** Which screen is shown, and where the focus is on it. */
import { screens, type PaneName } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';

/** Puts the focus on a pane and shows the screen it belongs to; an open detail closes. */
export function withFocus(state: CockpitState, pane: PaneName): CockpitState {
  const subject = pane === 'epics' ? 'epic' : pane === 'tasks' ? 'task' : state.subject;
  const screen = screenOf(pane);
  const left = { ...state.left, [state.screen]: state.focus };
  return { ...state, screen, left, focus: pane, subject, detail: null };
}

/** Shows a screen with the focus where it was left. */
export function withScreen(state: CockpitState, screen: CockpitState['screen']): CockpitState {
  return withFocus(state, state.left[screen] ?? screens[screen][0]);
}

/** The next or the previous pane of the screen, around its ends. */
export function paneBeside({ screen, focus }: CockpitState, step: number): PaneName {
  const panes: readonly PaneName[] = screens[screen];
  const index = panes.indexOf(focus) + step + panes.length;
  return panes[index % panes.length] ?? focus;
}

function screenOf(pane: PaneName): CockpitState['screen'] {
  const names = Object.keys(screens) as CockpitState['screen'][];
  return names.find((name) => (screens[name] as readonly PaneName[]).includes(pane)) ?? 'main';
}
