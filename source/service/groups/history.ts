/** Undo, redo and what they have to choose from. */
import { historyQueries } from '../undo/history.js';
import { undoCommands } from '../undo/index.js';

export const commands = undoCommands;
export const queries = historyQueries;
