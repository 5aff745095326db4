import { expect, it } from 'vitest';
import { filesOfBody } from '../../source/domain/task-files.js';

it.each([
  ['Text.\n\n**Files:** `a.ts`, b/c.ts , `a.ts`\n', ['a.ts', 'b/c.ts']],
  ['- **files:** x', ['x']],
  ['**Files:**\n', []],
  ['No line of that kind: Files: a.ts', []],
])('%j names %j', (body, files) => {
  expect(filesOfBody(body)).toEqual(files);
});
