/** What a command of the keymap is: from the state to the next one and what is to be done outside. */
import type { CockpitState } from '../cockpit-state.js';
import type { Effect, Update, UpdateContext } from '../effects.js';

export type Command = (state: CockpitState, context: UpdateContext) => Update;

/** One command for each binding of a part of the keymap. */
export type CommandsOf<Keys> = Readonly<Record<keyof Keys, Command>>;

/** Effects that say nothing but their type. */
type PlainEffect = Exclude<Effect, Extract<Effect, { readonly type: ParticularType }>>['type'];
type ParticularType = 'run' | 'searchMemory' | 'showMemory' | 'openDirectory';

/** A command that only asks the world for something. */
export function effect(type: PlainEffect): Command {
  return (state) => ({ state, effects: [{ type }] });
}
