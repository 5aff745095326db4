/** All panes, by name, and the detail view. */
import { activityPane } from './activity/index.js';
import { agentsPane } from './agents/index.js';
import { epicsPane } from './epics/index.js';
import { historyPane } from './history/index.js';
import { inboxPane } from './inbox/index.js';
import { memoryPane } from './memories/index.js';
import type { PaneDefinition, PaneName } from './pane.js';
import { phasesPane } from './phases/index.js';
import { tailPane } from './tail/index.js';
import { tasksPane } from './tasks/index.js';

export { detailPane } from './detail/index.js';

export const panes = {
  epics: epicsPane,
  tasks: tasksPane,
  phases: phasesPane,
  memory: memoryPane,
  activity: activityPane,
  history: historyPane,
  inbox: inboxPane,
  agents: agentsPane,
  tail: tailPane,
} as const satisfies Readonly<Record<PaneName, PaneDefinition<unknown, unknown>>>;
