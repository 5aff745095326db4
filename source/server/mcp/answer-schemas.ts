/** The schemas of what the tools answer, generated from the types of the table of tools. */
import type { JsonSchemaType } from '@modelcontextprotocol/server';
import schemas from '../../../schema/mcp.json' with { type: 'json' };
import type { ToolAnswers } from './tools.js';

export const answerSchemas = schemas as unknown as Readonly<
  Record<keyof ToolAnswers, JsonSchemaType>
>;
