/** What is handed in, and the step that comes next, in the words of the door that is used: flags of a command line, or fields of a tool. */
import type { Origin } from './vocabulary.js';

export interface DoorWords {
  readonly score: string;
  readonly evidence: string;
  readonly receipt: string;
  readonly ready: (epicId: string) => string;
  readonly finishReview: (epicId: string, phase: string) => string;
}

const commandWords: DoorWords = {
  score: '--score N',
  evidence: '--evidence TEXT',
  receipt: '--receipt-file FILE',
  ready: (epicId) => `\`flowdeck ready --epic ${epicId}\``,
  finishReview: (epicId, phase) =>
    `flowdeck phase done --epic ${epicId} --phase ${phase} --score N --evidence TEXT [--receipt-file FILE]`,
};

const toolWords: DoorWords = {
  score: 'score',
  evidence: 'evidence',
  receipt: 'receipt',
  ready: (epicId) => `the tool \`ready\` with epic_id ${epicId}`,
  finishReview: (epicId, phase) =>
    `call \`epic_phase_done\` with epic_id ${epicId}, phase ${phase}, score, evidence and, where a program reviewed, receipt`,
};

/** Agents over MCP see tools; everybody else is told the command line. */
export function doorWords(origin: Origin): DoorWords {
  return origin === 'mcp' ? toolWords : commandWords;
}
