/** A promise with the ways to settle it. */
export interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function deferred(): Deferred {
  let settle: Omit<Deferred, 'promise'> | undefined;
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  // A promise calls its executor before it is made.
  return { promise, ...(settle as unknown as Omit<Deferred, 'promise'>) };
}
