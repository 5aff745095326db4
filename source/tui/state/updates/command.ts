/** What a command of the keymap is: from the state to the next one and what is to be done outside. */
import { bindings, type CommandId } from '../../keys.js';
import type { CockpitState } from '../cockpit-state.js';
import { notify, only, type Effect, type Update, type UpdateContext } from '../effects.js';
import { keyContext } from '../key-context.js';

export type Command = (state: CockpitState, context: UpdateContext) => Update;

/** One command for each binding of a part of the keymap. */
export type CommandsOf<Keys> = Readonly<Record<keyof Keys, Command>>;

/** Effects that say nothing but their type. */
type PlainEffect = Exclude<Effect, Extract<Effect, { readonly type: ParticularType }>>['type'];
type ParticularType = 'run' | 'searchMemory' | 'showMemory' | 'openDirectory' | 'errand';

/** A command that only asks the world for something. */
export function effect(type: PlainEffect): Command {
  return (state) => ({ state, effects: [{ type }] });
}

/** A command that says why it cannot be given now, by the same rule as the footer and the palette. */
export function unlessRefused(id: CommandId, command: Command): Command {
  return (state, context) => {
    const refusal = bindings.find((binding) => binding.id === id)?.refusal;
    const why = refusal?.(keyContext(state, context)) ?? null;
    return why === null ? command(state, context) : only(notify(state, 'error', why, context.now));
  };
}
