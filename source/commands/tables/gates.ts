/** The commands that check the working tree and its reviews; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';
import type { GuardJson } from '../guard.js';
import type { InvariantsCheckJson, InvariantsInitJson, InvariantsShowJson } from '../invariants.js';
import type { StackChangedJson, StackJson } from '../stack.js';
import type { FindingsJson, ReviewBackendJson } from '../review.js';

/** What each prints with `--json`. */
interface GatesAnswers {
  readonly guard: GuardJson;
  readonly 'stack detect': StackChangedJson;
  readonly 'stack set': StackChangedJson;
  readonly 'stack show': StackJson;
  readonly 'invariants init': InvariantsInitJson;
  readonly 'invariants show': InvariantsShowJson;
  readonly 'invariants check': InvariantsCheckJson;
  readonly 'review-backend': ReviewBackendJson;
  readonly 'parse-findings': FindingsJson;
}

export const gatesTable: CommandTable<GatesAnswers> = {
  guard: {
    summary: 'Run the tests, linters and type checks of the stack; 1 when one fails',
    group: 'gates',
    flags: { layer: { type: 'text', value: 'LAYER', summary: 'Only this layer; all without it' } },
    example: 'flowdeck guard --layer backend',
    load: async () => (await import('../guard.js')).guard,
  },
  'stack detect': {
    summary: 'Recognise what the project is built with, and keep it',
    group: 'gates',
    flags: { 'dry-run': { type: 'switch', summary: 'Only show it' } },
    example: 'flowdeck stack detect --dry-run',
    load: async () => (await import('../stack.js')).stackDetect,
  },
  'stack set': {
    summary: 'Describe the stack: layers, each with test, lint, typecheck',
    group: 'gates',
    flags: {
      file: {
        type: 'text',
        value: 'FILE',
        required: true,
        summary: 'A JSON object; - reads standard input',
      },
    },
    example: 'flowdeck stack set --file stack.json',
    load: async () => (await import('../stack.js')).stackSet,
  },
  'stack show': {
    summary: 'Show the stack and how it is checked',
    group: 'gates',
    example: 'flowdeck stack show',
    load: async () => (await import('../stack.js')).stackShow,
  },
  'invariants init': {
    summary: 'Make .flow/invariants.md, a list of what must always hold',
    group: 'gates',
    flags: { force: { type: 'switch', summary: 'Write over the one that is there' } },
    example: 'flowdeck invariants init',
    load: async () => (await import('../invariants.js')).invariantsInit,
  },
  'invariants show': {
    summary: 'Show what must always hold',
    group: 'gates',
    example: 'flowdeck invariants show',
    load: async () => (await import('../invariants.js')).invariantsShow,
  },
  'invariants check': {
    summary: 'Run the command of each invariant; 1 when one is broken',
    group: 'gates',
    example: 'flowdeck invariants check --json',
    load: async () => (await import('../invariants.js')).invariantsCheck,
  },
  'review-backend': {
    summary: 'Say which program reviews, or compare what several reviews said',
    group: 'gates',
    flags: {
      compare: { type: 'list', value: 'FILES', summary: 'Receipts of reviews to compare' },
      epic: { type: 'text', value: 'EPIC', summary: 'Compare the reviews of this epic' },
    },
    example: 'flowdeck review-backend --compare rp.json,codex.json',
    load: async () => (await import('../review.js')).reviewBackend,
  },
  'parse-findings': {
    summary: "Read the findings out of a review's output",
    group: 'gates',
    flags: {
      file: {
        type: 'text',
        value: 'FILE',
        required: true,
        summary: 'The output; - reads standard input',
      },
      register: { type: 'switch', summary: 'Keep them as gaps of --epic' },
      epic: { type: 'text', value: 'EPIC', summary: 'The epic whose work was reviewed' },
      source: { type: 'text', value: 'NAME', summary: 'Who found them; the file without it' },
    },
    example: 'flowdeck parse-findings --file review.md --register --epic fn-1',
    load: async () => (await import('../review.js')).parseFindingsCommand,
  },
};
