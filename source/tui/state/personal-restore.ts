/** The screen as one person left it: the focus, the zoom, the views, and how the lists were narrowed. */
import { canArrange } from '../panes/list-query.js';
import { paneNames } from '../panes/pane.js';
import type { CockpitState } from './cockpit-state.js';
import type { Models } from './models.js';
import { withPane } from './models.js';
import type { PersonalState } from './personal.js';
import type { ProjectData } from './project-data.js';
import { withFocus } from './screens.js';

export function restored(
  state: CockpitState,
  data: ProjectData,
  models: Models,
  { layout, views, searches }: PersonalState,
): CockpitState {
  const { focus, zoomed } = layout;
  const placed = { ...withFocus(state, focus), zoomed, views };
  return paneNames.reduce((before, name) => {
    const text = searches[name];
    const filtered = models.filterable(before, data, name);
    if (text === undefined || !filtered || !canArrange(filtered.kind)) return before;
    const definition = models.definition(name);
    const own = definition.reduce(
      models.own(before, name),
      { type: 'search', text },
      models.model(before, data, name),
      models.room(before, name),
      models.filterContext(before, data),
    );
    return withPane(before, name, own);
  }, placed);
}
