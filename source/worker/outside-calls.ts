/** Commands that mostly wait for something other than the database: they run beside the queue, not in it. */
import type { Progress } from '../domain/contract/store-client.js';
import { FlowdeckError, serialiseError } from '../domain/errors.js';
import type { Control } from './control.js';
import type { CallMessage, EmbedCall, FromThread, StoreCall } from './protocol.js';

export interface OutsideCallsParts {
  readonly control: Control;
  readonly embed: (call: EmbedCall, onProgress: (progress: Progress) => void) => Promise<unknown>;
  readonly post: (message: FromThread) => void;
  /** One of them has its answer. */
  readonly onEnd: () => void;
}

export class OutsideCalls {
  readonly #parts: OutsideCallsParts;
  readonly #running = new Set<Promise<void>>();

  constructor(parts: OutsideCallsParts) {
    this.#parts = parts;
  }

  /** False for calls that belong into the queue. */
  take(message: CallMessage): boolean {
    const { call } = message;
    if (!isEmbedCall(call)) return false;
    const running = this.#run(message, call).finally(() => {
      this.#running.delete(running);
      this.#parts.onEnd();
    });
    this.#running.add(running);
    return true;
  }

  /** Resolves when all have their answers. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run({ ticket, slot }: CallMessage, call: EmbedCall): Promise<void> {
    const { control, embed, post } = this.#parts;
    if (!control.claim(slot, ticket)) return;
    const startedAt = performance.now();
    const milliseconds = (): number => performance.now() - startedAt;
    try {
      const value = await embed(call, (progress) => post({ kind: 'progress', ticket, progress }));
      post({ kind: 'result', ticket, value, milliseconds: milliseconds() });
    } catch (thrown) {
      const error = serialiseError(control.closing ? closingError(call.name) : thrown);
      post({ kind: 'error', ticket, error, milliseconds: milliseconds() });
    }
  }
}

function isEmbedCall(call: StoreCall): call is EmbedCall {
  return call.kind === 'command' && call.name === 'memory.embed';
}

function closingError(name: string): FlowdeckError {
  return new FlowdeckError('store.closing', `The store closed before “${name}” was done.`);
}
