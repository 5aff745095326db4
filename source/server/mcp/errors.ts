/** Errors as a tool's answer: a sentence, what to do about it, and the stable code. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { serialiseError } from '../../domain/errors.js';
import type { ErrorJson } from '../../domain/shapes.js';

export function errorResult(thrown: unknown): CallToolResult {
  const { code, message, hint: said } = serialiseError(thrown);
  // What is a flag on the command line is a field of the input here.
  const hint = said.includes('flowdeck ')
    ? said
    : said.replace(/--([a-z-]+)/g, (_, flag: string) => flag.replaceAll('-', '_'));
  const error: ErrorJson = { success: false, error: message, code, hint };
  return {
    isError: true,
    content: [{ type: 'text', text: `${message}\n${hint} (${code})` }],
    structuredContent: { ...error },
  };
}
