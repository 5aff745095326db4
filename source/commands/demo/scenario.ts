/** The make-believe project of the demo: what its agents plan, do, learn and stumble over. */
import { carriers } from './epics/carriers.js';
import { map } from './epics/map.js';
import { passkeys } from './epics/passkeys.js';
import { queue } from './epics/queue.js';
import { report } from './epics/report.js';
import { shortcuts } from './epics/shortcuts.js';
import type { DemoEpic, DemoMemory } from './scenario-types.js';

/** The agents, and the models that they spend tokens on (US dollars for a million tokens in and out). */
export const demoAgents = [
  { name: 'atlas', model: 'large', input: 3, output: 15 },
  { name: 'briar', model: 'large', input: 3, output: 15 },
  { name: 'cedar', model: 'small', input: 0.8, output: 4 },
  { name: 'dune', model: 'small', input: 0.8, output: 4 },
] as const;

export const demoMemory: readonly DemoMemory[] = [
  {
    type: 'convention',
    content: 'Times are stored in UTC and shown in the zone of the depot.',
    module: 'core',
  },
  {
    type: 'pitfall',
    content: 'The carrier sandbox answers 200 with an error in the body: check the field "ok".',
    module: 'carriers',
    severity: 'high',
  },
  {
    type: 'decision',
    content: 'Shipments are keyed by carrier and tracking number; numbers alone repeat.',
    module: 'core',
  },
  {
    type: 'pitfall',
    content: 'Map tiles are cached by URL; change the version when the style changes.',
    module: 'map',
    severity: 'medium',
  },
];

/** In the order of their numbers. */
export const demoEpics: readonly DemoEpic[] = [passkeys, carriers, map, report, queue, shortcuts];
