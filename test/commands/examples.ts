import type { Answers } from '../../source/commands/table.js';

/**
 * Lines of every command, run one after another on a project of its own, made by `preparations`. Those of a command
 * whose answer has several forms show each of them. A command without lines does not print JSON, or says where its
 * answers are seen.
 */
export const examples: Readonly<Record<keyof Answers, readonly string[] | { seenIn: string }>> = {
  // It answers with the overview, which the contract's test looks at, after some seconds.
  demo: { seenIn: 'test/commands/contract.test.ts' },
  'demo-agents': [],
  init: ['flowdeck init'],
  import: ['flowdeck init', 'flowdeck import'],
  status: [
    'flowdeck status',
    'flowdeck status --interrupted',
    'flowdeck status --dag --epic fn-1',
    'flowdeck status --db nowhere.db --interrupted',
  ],

  epics: ['flowdeck epics', 'flowdeck epics --archived'],
  tasks: ['flowdeck tasks --epic fn-1 --status todo'],
  list: ['flowdeck list'],
  show: ['flowdeck show fn-1', 'flowdeck show fn-1.1', 'flowdeck show fn-1.2'],
  cat: ['flowdeck cat fn-1', 'flowdeck cat fn-1.1'],
  ready: ['flowdeck ready', 'flowdeck start fn-1.2', 'flowdeck ready --epic fn-1 --include-hinted'],

  'epic create': ['flowdeck epic create --title More --branch more'],
  'task create': ['flowdeck task create --epic fn-1 --title Form --deps fn-1.1 --priority 1'],
  'dep add': ['flowdeck dep add fn-1.3 fn-1.1'],
  'dep rm': ['flowdeck dep rm fn-1.3 fn-1.2', 'flowdeck dep rm fn-1.3 fn-1.2'],

  start: ['flowdeck start fn-1.2 --note mine'],
  done: [
    'flowdeck start fn-1.2',
    `flowdeck done fn-1.2 --summary Form --evidence '{"commits":["1a2b3c4"],"more":1}'`,
    'flowdeck done fn-1.3 --force',
  ],
  block: ['flowdeck block fn-1.2 --reason "Waits for the key"'],
  unblock: ['flowdeck block fn-1.2 --reason Key', 'flowdeck unblock fn-1.2'],
  fail: ['flowdeck start fn-1.2', 'flowdeck fail fn-1.2 --reason Tests'],
  restart: ['flowdeck restart fn-1.1 --dry-run', 'flowdeck restart fn-1.1'],
  'task skip': ['flowdeck task skip fn-1.2 --reason Elsewhere', 'flowdeck task skip fn-1.3'],
  'worker-phase next': [
    'flowdeck worker-phase next --task fn-1.2',
    ...['0', '1', '2', '2.5', '3', '5', '5b', '6'].map(
      (phase) => `flowdeck worker-phase done --task fn-1.2 --phase ${phase}`,
    ),
    'flowdeck worker-phase next --task fn-1.2',
  ],
  'worker-phase done': ['flowdeck worker-phase done --task fn-1.2 --phase 0'],

  'memory add': [
    'flowdeck memory add pitfall "The mock server ignores timeouts" --module api',
    'flowdeck memory add pitfall "The mock server ignores timeouts"',
    'flowdeck memory add pitfall "The mock server ignores all timeouts"',
  ],
  'memory search': ['flowdeck memory search sessions', 'flowdeck memory search --regex sess.on'],
  'memory list': ['flowdeck memory list'],
  'memory get': ['flowdeck memory get 1'],
  'memory read': ['flowdeck memory read'],
  'memory related': ['flowdeck memory related 1', 'flowdeck memory related fn-1.2'],
  'memory inject': ['flowdeck memory inject --full', 'flowdeck memory inject --tags auth'],
  'memory init': ['flowdeck memory init'],
  'memory edit': ['flowdeck memory edit 1 --severity high'],
  'memory verify': ['flowdeck memory verify 1'],
  'memory delete': ['flowdeck memory delete 1'],
  'memory gc': ['flowdeck memory gc --days 0 --dry-run', 'flowdeck memory gc'],
  'memory embed': { seenIn: 'test/e2e/meaning.test.ts' },
  'memory import': [
    'flowdeck memory export --output more.jsonl',
    'flowdeck memory import more.jsonl',
  ],
  'memory export': ['flowdeck memory export', 'flowdeck memory export --format v2 --output folder'],

  'model status': { seenIn: 'test/commands/model.test.ts' },
  'model install': { seenIn: 'test/commands/model.test.ts' },
  'model remove': { seenIn: 'test/commands/model.test.ts' },
  'model path': { seenIn: 'test/commands/model.test.ts' },

  mcp: [],

  events: ['flowdeck events --limit 3'],
  snapshot: ['flowdeck snapshot --columns 80 --rows 24'],
};

/** An epic with a finished task and two that wait in a row, and something to remember. */
export const preparations: readonly string[] = [
  'flowdeck epic create --title "Add sign-in"',
  'flowdeck task create --epic fn-1 --title Store',
  'flowdeck task create --epic fn-1 --title Form --deps fn-1.1',
  'flowdeck task create --epic fn-1 --title Page --deps fn-1.2',
  'flowdeck start fn-1.1',
  'flowdeck done fn-1.1 --summary Stored',
  'flowdeck memory add decision "Sessions are kept in the database" --tags auth',
];
