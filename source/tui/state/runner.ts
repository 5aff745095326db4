/** Does what a person wants done and shows what came of it: a sentence, a question, a report, the cursor elsewhere. */
import type { StoreClient } from '../../domain/contract/store-client.js';
import { FlowdeckError, serialiseError } from '../../domain/errors.js';
import { carryOut, type Outcome } from './actions.js';
import type { Cockpit } from './cockpit.js';
import type { Dialog, Prompt } from './cockpit-state.js';
import type { Errands } from './errands.js';
import { goneText } from './gone.js';
import type { Intent } from './intents.js';
import type { ProjectData } from './project-data.js';
import { makesUpFor } from './retry.js';

export interface RunnerOptions {
  readonly cockpit: Cockpit;
  /** Null while no project is open. */
  readonly store: () => StoreClient | null;
  readonly errands: Errands;
  readonly tell: (text: string) => void;
}

export class Runner {
  readonly #options: RunnerOptions;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** @throws FlowdeckError as the command does; what failed is kept until it is done after all */
  async run(intent: Intent, prompt: Prompt | null = null): Promise<void> {
    const { cockpit } = this.#options;
    const store = this.#options.store();
    if (store === null) return;
    let outcome: Outcome;
    try {
      outcome = await carryOut(store, intent);
    } catch (thrown) {
      const error = explained(thrown, intent, cockpit.data);
      const lastFailure = { intent, error: serialiseError(error), prompt };
      cockpit.change({ state: { ...cockpit.state, lastFailure } });
      throw error;
    }
    const { lastFailure } = cockpit.state;
    if (lastFailure && makesUpFor(intent, lastFailure.intent)) {
      cockpit.change({ state: { ...cockpit.state, lastFailure: null } });
    }
    await this.#show(outcome);
  }

  async #show({ message, question, report, created, goTo }: Outcome): Promise<void> {
    const { cockpit, tell } = this.#options;
    const text = report && ({ type: 'report', ...report } as const);
    const dialog: Dialog | null = question ?? (text ? { type: 'reader', text, top: 0 } : null);
    if (dialog && cockpit.state.dialog === null) {
      cockpit.change({ state: { ...cockpit.state, dialog } });
    } else if (question) {
      tell(`${question.title} Press the key again to be asked.`);
    }
    if (created) cockpit.change({ state: { ...cockpit.state, awaited: created } });
    if (message !== null) tell(message);
    if (goTo) await this.#follow(goTo);
  }

  /** To the first that is still there: an undone creation leaves nothing. */
  async #follow(entities: NonNullable<Outcome['goTo']>): Promise<void> {
    for (const { kind, id } of entities) {
      try {
        if (await this.#options.errands.goTo(kind, id)) return;
      } catch (error) {
        if (!(error instanceof FlowdeckError && error.code.endsWith('.not_found'))) throw error;
      }
    }
  }
}

/** What another process removed is told with who did it, as far as that is known. */
function explained(thrown: unknown, intent: Intent, data: ProjectData | null): unknown {
  const gone = thrown instanceof FlowdeckError && /^(task|epic)\.not_found$/.test(thrown.code);
  if (!gone || !('id' in intent)) return thrown;
  return new FlowdeckError(thrown.code, goneText(String(intent.id), data), { cause: thrown });
}
