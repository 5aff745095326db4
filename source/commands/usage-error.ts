import { FlowdeckError, type ErrorCode } from '../domain/errors.js';

export type UsageCode = Extract<ErrorCode, `usage.${string}`>;

/** A command line that cannot be understood; it exits with 2. */
export class UsageError extends FlowdeckError {
  constructor(message: string, code: UsageCode = 'usage.invalid') {
    super(code, message);
  }
}
