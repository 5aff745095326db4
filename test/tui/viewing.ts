import type { Viewing } from '../../source/tui/layout.js';
import type { PaneName } from '../../source/tui/panes/pane.js';

/** The main screen, nothing zoomed. */
export function viewing(
  focus: PaneName,
  detailOpen: boolean,
  given: Partial<Viewing> = {},
): Viewing {
  return { screen: 'main', focus, detailOpen, zoomed: false, ...given };
}
