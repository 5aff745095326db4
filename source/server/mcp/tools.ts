/** Every tool, once: the server, the schemas of the answers and the tests are made from this table. */
import type { Tool } from './definition.js';
import { lookTools } from './tools/look.js';
import { memoryTools } from './tools/memory.js';
import { pipelineTools } from './tools/pipeline.js';
import { shareTools } from './tools/share.js';
import { workTools } from './tools/work.js';

const table = { ...lookTools, ...workTools, ...pipelineTools, ...shareTools, ...memoryTools };

/** What every tool answers, by its name. */
export type ToolAnswers = {
  readonly [Name in keyof typeof table]: (typeof table)[Name] extends Tool<infer Answer>
    ? Answer
    : never;
};

export const tools: ReadonlyMap<keyof ToolAnswers, Tool> = new Map(
  Object.entries(table) as [keyof ToolAnswers, Tool][],
);
