/** All panes as the shell holds them: each with a model and a state that only it knows. */
import { detailPane, panes } from './panes/index.js';
import type { PaneName } from './panes/pane.js';
import type { AnyPane, PaneRegistry } from './state/cockpit-state.js';

export const registry: PaneRegistry = {
  panes: panes as Readonly<Record<PaneName, unknown>> as Readonly<Record<PaneName, AnyPane>>,
  detail: detailPane,
};
