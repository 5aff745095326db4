/** Errors as a tool's answer: a sentence, what to do about it, and the stable code. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { serialiseError } from '../../domain/errors.js';
import type { ErrorJson } from '../../domain/shapes.js';

export function errorResult(thrown: unknown): CallToolResult {
  const { code, message, hint: said } = serialiseError(thrown);
  const hint = said.includes('flowdeck ')
    ? said
    : said.replace(/--([a-z-]+)/g, (_, flag: string) => fieldOf(flag));
  const error: ErrorJson = { success: false, error: message, code, hint };
  return {
    isError: true,
    content: [{ type: 'text', text: `${message}\n${hint} (${code})` }],
    structuredContent: { ...error },
  };
}

/** Where a field of the input is not called as the flag of the command line is. */
const otherNames = new Map([
  ['no-gate', 'force'],
  ['files', 'paths'],
]);

function fieldOf(flag: string): string {
  return otherNames.get(flag) ?? flag.replaceAll('-', '_');
}
