/** The screen where there is no project yet. */
import { needs, type BindingDefinition } from './definition.js';

export const firstScreenKeys = {
  initialise: {
    keys: ['i'],
    scopes: ['start'],
    label: 'initialise',
    help: 'Make this directory a project',
    actsOnData: true,
    hint: true,
  },
  openDirectory: {
    keys: ['o'],
    scopes: ['start'],
    label: 'open another directory',
    help: 'Open a project elsewhere',
    hint: true,
  },
  demo: {
    keys: ['d'],
    scopes: ['start'],
    label: 'demo',
    help: 'Watch simulated agents at work in a throw-away database',
    hint: true,
    refusal: needs(({ demoAvailable }) => demoAvailable, 'Quit and run: flowdeck demo'),
  },
  leave: { keys: ['q', 'escape'], scopes: ['start'], label: 'quit', help: 'Quit', hint: true },
} as const satisfies Record<string, BindingDefinition>;
