/** Turns what the system throws into errors that say what to do. */
import { FlowdeckError, messageOf, type ErrorCode } from '../../domain/errors.js';

/** No room, also by a quota or a limit of the process. */
const full = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const forbidden = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'];

export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** @param directory what was worked on, for the message */
export function modelError(error: unknown, directory: string): unknown {
  if (error instanceof FlowdeckError) return error;
  const code = codeOf(error) ?? '';
  if (full.includes(code)) {
    return failure('model.disk_full', `There is no room left in ${directory} (${code}).`, error);
  }
  if (forbidden.includes(code)) {
    return failure('model.not_writable', `${directory} cannot be written (${code}).`, error);
  }
  return error;
}

/** Ends work that the person interrupted. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted();
}

export function interrupted(): FlowdeckError {
  return new FlowdeckError('model.interrupted', 'The installation of the model was interrupted.');
}

export function failure(code: ErrorCode, message: string, cause?: unknown): FlowdeckError {
  return new FlowdeckError(code, message, { cause });
}

/** What a failure of the network or of a parser says, in one line without its full stop and never empty. */
export function causeOf(error: unknown): string {
  const code = codeOf(error);
  const message = messageOf(error).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (message === '') return code ?? 'unknown reason';
  return code === null || message.includes(code) ? message : `${message}, ${code}`;
}
