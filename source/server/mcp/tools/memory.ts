/** The tools of the memory. */
import { z } from 'zod';
import {
  memoryAddedAnswer,
  memorySearchAnswer,
  type MemoryAddedJson,
  type MemorySearchJson,
} from '../../../domain/memory-shapes.js';
import { memorySeverities, memoryTracks, memoryTypes } from '../../../domain/vocabulary.js';
import { requireMemory } from '../../../service/memory-required.js';
import { tool, type ToolTable } from '../definition.js';
import { given } from './inputs.js';

interface MemoryAnswers {
  readonly memory_add: MemoryAddedJson;
  readonly memory_search: MemorySearchJson;
}

const moduleName = z.string().optional().describe('The module it is about');
const tags = z.array(z.string()).optional();

export const memoryTools: ToolTable<MemoryAnswers> = {
  memory_add: tool({
    title: 'Remember something',
    description:
      'Remember a pitfall, a convention or a decision for later work. Known texts are not stored twice.',
    input: z.strictObject({
      type: z.enum(memoryTypes),
      content: z.string().min(1).describe('What is to be remembered'),
      title: z.string().optional().describe('The first line of the content without it'),
      module: moduleName,
      severity: z.enum(memorySeverities).optional(),
      problem_type: z.string().optional().describe('Such as build_error, best_practice'),
      component: z.string().optional(),
      tags: tags.describe('Tags besides those found in the text'),
    }),
    repeatable: true,
    async run({ problem_type: problemType, type, content, ...rest }, call) {
      await requireMemory(call.query);
      const input = { type, content, ...given({ ...rest, problemType }) };
      return memoryAddedAnswer(await call.command('memory.add', input));
    },
  }),
  memory_search: tool({
    title: 'Search the memory',
    description:
      'Search what is remembered, by words and, where the model is installed, by meaning. Ask before you begin a task.',
    input: z.strictObject({
      query: z.string().min(1),
      type: z.enum(memoryTypes).optional(),
      track: z.enum(memoryTracks).optional(),
      module: moduleName,
      severity: z.enum(memorySeverities).optional(),
      tags: tags.describe('Only entries with all of these tags'),
      limit: z.number().int().min(1).max(200).optional().describe('20 unless given'),
    }),
    reads: true,
    async run({ query: text, limit = 20, ...choice }, call) {
      await requireMemory(call.query);
      // The model may have to be loaded first.
      await call.progress(0, 2, 'Finding out what is meant');
      const { vector, status } = await call.meaningOf(text);
      await call.progress(1, 2, 'Searching');
      const input = { text, limit, ...given(choice), ...(vector && { vector }) };
      const hits = await call.query('memory.search', input);
      return memorySearchAnswer(text, hits, Date.now(), status);
    },
  }),
};
