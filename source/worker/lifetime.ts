/** What an owner may forget: closing its stores before the process ends. */
export interface Closable {
  /** Ends without an owner: counts it, and closes by message. */
  abandon(): void;
  /** Blocks until the thread has finished; false when it has not within the time. */
  waitUntilFinished(milliseconds: number): boolean;
}

/**
 * How long an ending process waits for a running statement. Ending the thread in the middle of one aborts the
 * process, so waiting is the lesser evil; a store that waits for a busy database gives up after 15 s by itself.
 */
const exitPatience = 16_000;

const open = new Set<Closable>();

// A process without anything left to do: there is time to close in the ordinary way.
function onBeforeExit(): void {
  for (const store of open) store.abandon();
}

// `process.exit`: only blocking helps here. Threads run on meanwhile.
function onExit(): void {
  for (const store of open) store.abandon();
  for (const store of open) store.waitUntilFinished(exitPatience);
}

/** Sees to it that a store that is still open when the process ends is closed first. */
export function watchLifetime(store: Closable): void {
  if (open.size === 0) {
    process.on('beforeExit', onBeforeExit);
    process.on('exit', onExit);
  }
  open.add(store);
}

export function endLifetime(store: Closable): void {
  open.delete(store);
  if (open.size === 0) {
    process.off('beforeExit', onBeforeExit);
    process.off('exit', onExit);
  }
}
