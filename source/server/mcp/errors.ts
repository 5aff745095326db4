/** Errors as a tool's answer: a sentence, what to do about it, and the stable code. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { serialiseError, shortened } from '../../domain/errors.js';
import type { ErrorJson } from '../../domain/shapes.js';
import { sanitise } from '../../platform/sanitise.js';

/** Commands that a tool does too. */
const toolOfCommand = new Map([
  ['flowdeck epics', 'epics'],
  ['flowdeck tasks', 'tasks'],
  ['flowdeck worker-phase next', 'phase_next'],
]);
/** Fields that are not called as the flag of the command line is. */
const fieldOfFlag = new Map([
  ['no-gate', 'force'],
  ['files', 'paths'],
]);

export function errorOf(thrown: unknown): ErrorJson {
  const { code, message, hint } = serialiseError(thrown);
  return { success: false, error: shortened(message), code, hint: inWordsOfTools(hint) };
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

/** A command that no tool stands for is left as it is typed, with its flags. */
function inWordsOfTools(hint: string): string {
  let text = hint;
  for (const [command, tool] of toolOfCommand) {
    text = text.replace(`: ${command}`, ` the tool ${tool}`).replace(command, `the tool ${tool}`);
  }
  if (text.includes('flowdeck ')) return text;
  return text.replace(
    /--([a-z-]+)/g,
    (_, flag: string) => fieldOfFlag.get(flag) ?? flag.replaceAll('-', '_'),
  );
}
