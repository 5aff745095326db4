/** Errors as a tool's answer: a sentence, what to do about it, and the stable code. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { serialiseError } from '../../domain/errors.js';
import type { ErrorJson } from '../../domain/shapes.js';

export function errorResult(thrown: unknown): CallToolResult {
  const { code, message, hint } = serialiseError(thrown);
  const error: ErrorJson = { success: false, error: message, code, hint };
  return {
    isError: true,
    content: [{ type: 'text', text: `${message}\n${hint} (${code})` }],
    structuredContent: { ...error },
  };
}
