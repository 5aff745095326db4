import { describe, expect, it } from 'vitest';
import { fileConflicts, type FileClaim } from '../../source/domain/file-conflicts.js';

const claim = (
  taskId: string,
  path: string,
  mode: FileClaim['mode'] = null,
  since = '10',
): FileClaim => ({ taskId, path, mode, since });

describe('running tasks conflict', () => {
  it('where they own the same file, once for each set of tasks', () => {
    const found = fileConflicts(
      [
        claim('fn-1.2', 'b.ts', null, '12'),
        claim('fn-1.10', 'b.ts', null, '11'),
        claim('fn-1.10', 'a.ts', null, '11'),
        claim('fn-1.2', 'a.ts', null, '12'),
        claim('fn-1.3', 'c.ts'),
      ],
      new Set(['fn-1.2', 'fn-1.3', 'fn-1.10']),
    );
    expect(found).toEqual([
      { taskIds: ['fn-1.2', 'fn-1.10'], paths: ['a.ts', 'b.ts'], since: '12' },
    ]);
  });

  it('where another task, at work or not, has locked a file that one of them owns', () => {
    const claims = [claim('fn-1.1', 'a.ts'), claim('fn-1.9', 'a.ts', 'read')];
    expect(fileConflicts(claims, new Set(['fn-1.1']))).toHaveLength(1);
    expect(fileConflicts(claims, new Set(['fn-1.5']))).toEqual([]);
  });

  it('not where both locked it in modes that go together', () => {
    const claims = [
      claim('fn-1.1', 'docs'),
      claim('fn-1.1', 'docs', 'directory_add'),
      claim('fn-1.2', 'docs', 'directory_add'),
      claim('fn-1.2', 'docs'),
    ];
    expect(fileConflicts(claims, new Set(['fn-1.1', 'fn-1.2']))).toEqual([]);
  });
});
