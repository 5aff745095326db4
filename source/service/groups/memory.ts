/** What is remembered, and the search over everything. */
import { memoryAddCommands } from '../memory-add.js';
import { memoryChangeCommands } from '../memory-change.js';
import { memoryImportCommands } from '../memory-import.js';
import { memoryInjectCommands } from '../memory-inject.js';
import { memoryReadQueries } from '../memory-read.js';
import { memoryRelatedQueries } from '../memory-related.js';
import { memorySettingsCommands, memorySettingsQueries } from '../memory-settings.js';
import { memoryQueries } from '../memory.js';
import { searchQueries } from '../search.js';

export const commands = {
  ...memorySettingsCommands,
  ...memoryAddCommands,
  ...memoryChangeCommands,
  ...memoryInjectCommands,
  ...memoryImportCommands,
};
export const queries = {
  ...memoryQueries,
  ...searchQueries,
  ...memorySettingsQueries,
  ...memoryReadQueries,
  ...memoryRelatedQueries,
};
