/** Searches that want the meaning of their text: it is made before they enter the queue, so that nothing waits for it. */
import type { QueryVector } from '../domain/contract/calls.js';
import type { MeaningStatus } from '../domain/contract/rows.js';
import { FlowdeckError, serialiseError } from '../domain/errors.js';
import type { Control } from './control.js';
import type { CallMessage, FromThread, QueryCall, StoreCall } from './protocol.js';

type SearchCall = Extract<QueryCall, { name: 'search' }>;

export interface MeaningCallsParts {
  readonly control: Control;
  readonly ofQuery: (
    text: string,
    signal: AbortSignal,
  ) => Promise<{ readonly vector: QueryVector | null; readonly status: MeaningStatus }>;
  /** Takes the search, with what was made for it. */
  readonly enqueue: (message: CallMessage) => void;
  readonly post: (message: FromThread) => void;
}

interface Waiting {
  readonly message: CallMessage;
  readonly abort: AbortController;
}

export class MeaningCalls {
  readonly #parts: MeaningCallsParts;
  /** The last search of each scope that waits for its vector. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(parts: MeaningCallsParts) {
    this.#parts = parts;
  }

  /** False for calls that want no meaning. */
  take(message: CallMessage): boolean {
    const { call } = message;
    if (!wantsMeaning(call)) return false;
    void this.#prepare(message, call);
    return true;
  }

  stop(): void {
    for (const { abort } of this.#waiting.values()) abort.abort();
    this.#waiting.clear();
  }

  async #prepare(message: CallMessage, call: SearchCall): Promise<void> {
    const { scope, text } = call.input;
    this.#overtake(scope);
    const waiting = { message, abort: new AbortController() };
    this.#waiting.set(scope, waiting);
    let status: MeaningStatus;
    let vector: QueryVector | null = null;
    try {
      ({ vector, status } = await this.#parts.ofQuery(text, waiting.abort.signal));
    } catch (error) {
      status = { state: 'failed', reason: serialiseError(error).message };
    }
    // Who overtook it has answered it already.
    if (this.#waiting.get(scope) !== waiting) return;
    this.#waiting.delete(scope);
    const input = vector ? { ...call.input, vector } : call.input;
    this.#parts.enqueue({ ...message, call: { kind: 'meaning', name: 'search', input, status } });
  }

  /** A newer text is searched for: nobody looks at the answer to the older one any more. */
  #overtake(scope: string): void {
    const older = this.#waiting.get(scope);
    if (!older) return;
    this.#waiting.delete(scope);
    older.abort.abort();
    const { control, post } = this.#parts;
    const { ticket, slot, call } = older.message;
    if (!control.claim(slot, ticket)) return;
    const error = new FlowdeckError(
      'store.cancelled',
      `“${call.name}” was overtaken by a newer one.`,
    );
    post({ kind: 'error', ticket, error: serialiseError(error), milliseconds: 0 });
  }
}

function wantsMeaning(call: StoreCall): call is SearchCall {
  return call.kind === 'query' && call.name === 'search' && call.input.meaning === true;
}
