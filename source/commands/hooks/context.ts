/** The hooks that tell an agent how the work stands. */
import { compactJson } from '../output.js';
import { hook } from './hook.js';
import { stateLines } from './summary.js';

/** Before a conversation is shortened: what must not be forgotten. */
export const preCompact = hook(async ({ opened }) => {
  const lines = await stateLines(opened);
  if (lines.length === 0) return {};
  return { say: ['The state of the work in flowdeck:', ...lines, howTo] };
});

/** For an agent that another one starts; programs that name the event want its context as JSON. */
export const subagentContext = hook(async ({ opened, event }) => {
  const lines = await stateLines(opened);
  if (lines.length === 0) return {};
  const text = ['This project keeps its work in flowdeck.', ...lines, howTo];
  const name = event.text('hook_event_name');
  if (name === null) return { say: text };
  const output = { hookEventName: name, additionalContext: text.join('\n') };
  return { say: [compactJson({ hookSpecificOutput: output })] };
});

const howTo =
  'Read a task with: flowdeck cat TASK. Begin it with: flowdeck start TASK. Finish it with: flowdeck done TASK --summary TEXT.';
