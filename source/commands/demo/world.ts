/** The store as the demo's agents see it: they act under their own names at the simulation's time. */
import type {
  CommandInput,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../domain/contract/calls.js';
import { FlowdeckError } from '../../domain/errors.js';
import type { ServiceCommandName } from '../../service/handlers.js';
import type { Service } from '../../service/index.js';
import type { Clock } from './clock.js';

export interface World {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  command<K extends ServiceCommandName>(
    actor: string,
    name: K,
    input: CommandInput<K>,
  ): Promise<CommandOutput<K>>;
  /** Null where the command was refused: somebody else, often the person who watches, was there first. */
  attempt<K extends ServiceCommandName>(
    actor: string,
    name: K,
    input: CommandInput<K>,
  ): Promise<CommandOutput<K> | null>;
  query<K extends QueryName>(name: K, input: QueryInput<K>): Promise<QueryOutput<K>>;
}

export function createWorld(service: Service, clock: Clock, random: () => number): World {
  const world: World = {
    clock,
    random,
    command: (actor, name, input) =>
      service.command(name, input, {
        actor,
        sessionId: `demo-${actor}`,
        origin: 'demo',
        now: () => new Date(clock.now()).toISOString(),
      }),
    async attempt(actor, name, input) {
      try {
        return await world.command(actor, name, input);
      } catch (error) {
        if (error instanceof FlowdeckError && !error.code.startsWith('store.')) return null;
        throw error;
      }
    },
    query: (name, input) => service.query(name, input),
  };
  return world;
}

/** A whole number from `least` to `most`, both included. */
export function between(random: () => number, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** Random numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
