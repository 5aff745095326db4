/** Errors as a tool's answer: a sentence, what to do about it, and the stable code. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { serialiseError, shortened } from '../../domain/errors.js';
import type { ErrorJson } from '../../domain/shapes.js';
import { sanitise } from '../../platform/sanitise.js';

/** What is a flag or a command on the command line, by what it is here. */
const terms: Readonly<Record<string, string>> = {
  '--force': 'force',
  '--no-gate': 'force',
  '--reason': 'reason',
  '--files': 'paths',
  'flowdeck epics': 'the tool epics',
  'flowdeck tasks': 'the tool tasks',
  'flowdeck worker-phase next': 'the tool phase_next',
};

export function errorOf(thrown: unknown): ErrorJson {
  const { code, message, hint } = serialiseError(thrown);
  const named = Object.entries(terms).reduce(
    (text, [term, here]) => text.replace(`: ${term}`, ` ${here}`).replace(term, here),
    hint,
  );
  return { success: false, error: shortened(message), code, hint: named };
}

export function errorResult(thrown: unknown): CallToolResult {
  const error = errorOf(thrown);
  const text = [sanitise(error.error), `${error.hint} (${error.code})`].join('\n');
  return {
    isError: true,
    content: [{ type: 'text', text }],
    structuredContent: { ...error },
  };
}
