/** The commands of the memory; part of the table that is loaded at every start. */
import {
  memorySeverities,
  memoryStatuses,
  memoryTracks,
  memoryTypes,
} from '../../domain/vocabulary.js';
import type { ArgumentDefinition, CommandTable, FlagDefinition } from '../definition.js';
import type {
  MemoryAddedJson,
  MemoryDetailJson,
  MemorySearchJson,
} from '../../domain/memory-shapes.js';
import type { MemoryListJson, MemoryReadJson, MemoryRelatedJson } from '../memory.js';
import type {
  MemoryDeletedJson,
  MemoryEditedJson,
  MemoryGcJson,
  MemoryInjectedJson,
  MemoryVerifiedJson,
} from '../memory-change.js';
import type {
  MemoryEmbeddedJson,
  MemoryExportJson,
  MemoryImportJson,
  MemoryInitJson,
} from '../memory-exchange.js';

const entry: ArgumentDefinition = { name: 'ENTRY' };
const severity: FlagDefinition = {
  type: 'text',
  value: 'LEVEL',
  choices: memorySeverities,
  summary: memorySeverities.join(', '),
};
const type: FlagDefinition = { type: 'text', value: 'TYPE', summary: memoryTypes.join(', ') };
const limit: FlagDefinition = { type: 'integer', value: 'N', summary: 'At most so many' };

/** Which entries are meant. */
const filters = {
  type,
  track: { type: 'text', value: 'TRACK', choices: memoryTracks, summary: 'bug or knowledge' },
  module: { type: 'text', value: 'NAME', summary: 'Only entries about this module' },
  severity,
  tags: { type: 'list', value: 'TAGS', summary: 'Only entries with all of these tags' },
} as const satisfies Record<string, FlagDefinition>;
const moreFilters = {
  ...filters,
  'problem-type': { type: 'text', value: 'TYPE', summary: 'Such as build_error' },
  status: {
    type: 'text',
    value: 'STATUS',
    choices: memoryStatuses,
    summary: memoryStatuses.join(', '),
  },
  stale: { type: 'switch', summary: 'Only entries that are to be looked at again' },
} as const satisfies Record<string, FlagDefinition>;

/** What is said of an entry. */
const particulars = {
  title: { type: 'text', value: 'TEXT', summary: 'The first line of the text without it' },
  module: { type: 'text', value: 'NAME', summary: 'The module it is about' },
  severity,
  'problem-type': { type: 'text', value: 'TYPE', summary: 'Such as build_error, best_practice' },
  component: { type: 'text', value: 'NAME', summary: 'The component it is about' },
  file: {
    type: 'text',
    value: 'FILE',
    summary: 'The text from a file; - reads standard input',
  },
} as const satisfies Record<string, FlagDefinition>;

/** What each prints with `--json`. */
interface MemoryAnswers {
  readonly 'memory add': MemoryAddedJson;
  readonly 'memory search': MemorySearchJson;
  readonly 'memory list': MemoryListJson;
  readonly 'memory get': MemoryDetailJson;
  readonly 'memory read': MemoryReadJson;
  readonly 'memory related': MemoryRelatedJson;
  readonly 'memory inject': MemoryInjectedJson;
  readonly 'memory init': MemoryInitJson;
  readonly 'memory edit': MemoryEditedJson;
  readonly 'memory verify': MemoryVerifiedJson;
  readonly 'memory delete': MemoryDeletedJson;
  readonly 'memory gc': MemoryGcJson;
  readonly 'memory embed': MemoryEmbeddedJson;
  readonly 'memory import': MemoryImportJson;
  readonly 'memory export': MemoryExportJson;
}

export const memoryTable: CommandTable<MemoryAnswers> = {
  'memory add': {
    summary: 'Remember something for later work; known texts are not stored twice',
    group: 'memory',
    arguments: [{ name: 'TYPE' }, { name: 'TEXT', optional: true }],
    flags: {
      ...particulars,
      tags: { type: 'list', value: 'TAGS', summary: 'Tags besides those found in the text' },
      type: { ...type, summary: 'The type, in place of the argument' },
    },
    example: 'flowdeck memory add pitfall "The mock server ignores timeouts" --module api',
    load: async () => (await import('../memory.js')).memoryAdd,
  },
  'memory search': {
    summary: 'Search what is remembered',
    group: 'memory',
    arguments: [{ name: 'TEXT', repeated: true }],
    flags: {
      ...moreFilters,
      limit: { ...limit, summary: 'At most so many; 20 without it' },
      regex: {
        type: 'switch',
        summary: 'TEXT is a regular expression over summary, tags and text',
      },
    },
    example: 'flowdeck memory search timeouts',
    load: async () => (await import('../memory.js')).memorySearch,
  },
  'memory list': {
    summary: 'List what is remembered',
    group: 'memory',
    flags: { ...moreFilters, limit },
    example: 'flowdeck memory list --track bug',
    load: async () => (await import('../memory.js')).memoryList,
  },
  'memory get': {
    summary: 'Show one entry',
    group: 'memory',
    arguments: [entry],
    example: 'flowdeck memory get 12',
    load: async () => (await import('../memory.js')).memoryGet,
  },
  'memory read': {
    summary: 'Print entries with their texts',
    group: 'memory',
    flags: { ...moreFilters, limit },
    example: 'flowdeck memory read --type decision',
    load: async () => (await import('../memory.js')).memoryRead,
  },
  'memory related': {
    summary: 'List what belongs to an entry, a task or an epic',
    group: 'memory',
    arguments: [{ name: 'ENTRY|TASK|EPIC' }],
    flags: { limit: { ...limit, summary: 'At most so many; 10 without it' } },
    example: 'flowdeck memory related fn-1.2',
    load: async () => (await import('../memory.js')).memoryRelated,
  },
  'memory inject': {
    summary: "Print what an agent's context is to hold, and count the references",
    group: 'memory',
    flags: {
      ...filters,
      tags: { type: 'list', value: 'TAGS', summary: 'Only entries with any of these tags' },
      full: { type: 'switch', summary: 'Whole texts of all; a filter gives those of its matches' },
      budget: {
        type: 'integer',
        value: 'N',
        summary: 'Tokens, taken as four bytes each; 8000 without it',
      },
    },
    example: 'flowdeck memory inject --tags auth,api --budget 2000',
    load: async () => (await import('../memory-change.js')).memoryInject,
  },
  'memory init': {
    summary: "Turn the project's memory on and say what it holds",
    group: 'upkeep',
    example: 'flowdeck memory init',
    load: async () => (await import('../memory-exchange.js')).memoryInit,
  },
  'memory edit': {
    summary: 'Change the text of an entry, or what is said of it',
    group: 'upkeep',
    arguments: [entry, { name: 'TEXT', optional: true }],
    flags: {
      ...particulars,
      type,
      tags: { type: 'list', value: 'TAGS', summary: 'These tags and no others' },
      related: { type: 'list', value: 'ENTRIES', summary: 'These links and no others' },
      status: {
        type: 'text',
        value: 'STATUS',
        choices: memoryStatuses,
        summary: memoryStatuses.join(', '),
      },
    },
    example: 'flowdeck memory edit 12 --severity high --tags api,mock',
    load: async () => (await import('../memory-change.js')).memoryEdit,
  },
  'memory verify': {
    summary: 'Say that an entry still holds',
    group: 'upkeep',
    arguments: [entry],
    example: 'flowdeck memory verify 12',
    load: async () => (await import('../memory-change.js')).memoryVerify,
  },
  'memory delete': {
    summary: 'Forget an entry; the log keeps it',
    group: 'upkeep',
    arguments: [entry],
    example: 'flowdeck memory delete 12',
    load: async () => (await import('../memory-change.js')).memoryDelete,
  },
  'memory gc': {
    summary: 'Forget entries that nobody referred to or verified for long',
    group: 'upkeep',
    flags: {
      days: { type: 'integer', value: 'N', summary: 'For so many days; 90 without it' },
      'dry-run': { type: 'switch', summary: 'Only list them' },
    },
    example: 'flowdeck memory gc --days 180 --dry-run',
    load: async () => (await import('../memory-change.js')).memoryGc,
  },
  'memory embed': {
    summary: 'Make the vectors that the search by meaning lacks',
    group: 'upkeep',
    flags: { limit: { ...limit, summary: 'At most so many entries; all without it' } },
    example: 'flowdeck memory embed',
    load: async () => (await import('../memory-exchange.js')).memoryEmbed,
  },
  'memory import': {
    summary: 'Read entries from files: a folder, lists, JSON lines',
    group: 'upkeep',
    arguments: [{ name: 'PATH', optional: true }],
    flags: {
      update: { type: 'switch', summary: 'Take what the files say of entries that are known' },
      'dry-run': { type: 'switch', summary: 'Only say what would be done' },
    },
    example: 'flowdeck memory import ../other/.flow/memory --dry-run',
    load: async () => (await import('../memory-exchange.js')).memoryImport,
  },
  'memory export': {
    summary: 'Print entries as JSON lines, or write them to files',
    group: 'upkeep',
    flags: {
      ...moreFilters,
      format: {
        type: 'text',
        value: 'FORMAT',
        choices: ['jsonl', 'v1', 'v2'],
        summary: 'jsonl keeps all; v1 is three lists, v2 a file an entry',
      },
      output: { type: 'text', value: 'PATH', summary: 'The file, or for v1 and v2 the folder' },
      force: { type: 'switch', summary: 'Write over files that hold something else' },
    },
    example: 'flowdeck memory export --format v2 --output shared/memory',
    load: async () => (await import('../memory-exchange.js')).memoryExport,
  },
};
