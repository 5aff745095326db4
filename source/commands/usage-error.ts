import { FlowdeckError } from '../domain/errors.js';

/** A command line that cannot be understood; it exits with 2. */
export class UsageError extends FlowdeckError {
  constructor(message: string) {
    super('usage.invalid', message);
  }
}
