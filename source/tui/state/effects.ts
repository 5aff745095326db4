/** What an update yields: the next state, and what is to be done outside. */
import { clean } from '../spans.js';
import type { CockpitState, Notice, Prompt } from './cockpit-state.js';
import type { Errand } from './errands.js';
import type { Intent } from './intents.js';
import type { Models } from './models.js';
import type { ProjectData } from './project-data.js';

/** What the world outside the state is asked to do. */
export type Effect =
  /** `prompt` is what the intent's text was typed into: it comes back when nothing comes of it. */
  | { readonly type: 'run'; readonly intent: Intent; readonly prompt?: Prompt }
  | { readonly type: 'searchMemory'; readonly text: string }
  | { readonly type: 'showMemory'; readonly id: number }
  | { readonly type: 'openDirectory'; readonly directory: string }
  | { readonly type: 'errand'; readonly errand: Errand }
  | {
      readonly type:
        'quit' | 'suspend' | 'repaint' | 'reopen' | 'initialise' | 'demo' | 'switchScope' | 'debug';
    };

export interface UpdateContext {
  readonly data: ProjectData | null;
  readonly models: Models;
  readonly actor: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly ascii: boolean;
  readonly demoAvailable: boolean;
}

export interface Update {
  readonly state: CockpitState;
  readonly effects: readonly Effect[];
}

export function only(state: CockpitState): Update {
  return { state, effects: [] };
}

export function notify(
  state: CockpitState,
  level: Notice['level'],
  text: string,
  now: number,
): CockpitState {
  return { ...state, notice: { level, text: clean(text), at: now } };
}
