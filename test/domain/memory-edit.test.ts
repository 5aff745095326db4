import { describe, expect, test } from 'vitest';
import { editMemory, type EditableMemory } from '../../source/domain/memory-edit.js';
import { memoryHash, normaliseMemory } from '../../source/domain/memory-entry.js';

function entry(input: Partial<Parameters<typeof normaliseMemory>[0]> = {}): EditableMemory {
  const made = normaliseMemory({ type: 'pitfall', content: 'The build breaks', ...input });
  return { ...made, status: 'active', related: [] };
}

describe('editMemory', () => {
  test('answers only what differs', () => {
    expect(editMemory(entry(), {})).toEqual({});
    expect(
      editMemory(entry({ module: 'api' }), { module: 'api', content: ' The build breaks ' }),
    ).toEqual({});
    expect(editMemory(entry(), { module: ' api ' })).toEqual({ module: 'api' });
    expect(
      editMemory(entry({ module: 'api', severity: 'high' }), { module: '', severity: null }),
    ).toEqual({
      module: null,
      severity: null,
    });
  });

  test('makes summary, hash, title and earned tags anew with the text', () => {
    const before = entry({ tags: ['mine'] });
    expect(before.tags).toEqual(['mine', 'build']);
    expect(editMemory(before, { content: 'The docker image breaks\nOften.' })).toEqual({
      content: 'The docker image breaks\nOften.',
      summary: 'The docker image breaks',
      title: 'The docker image breaks',
      hash: memoryHash('The docker image breaks\nOften.'),
      tags: ['mine', 'docker'],
    });
  });

  test('keeps a title that somebody gave', () => {
    const changed = editMemory(entry({ title: 'Mine' }), { content: 'Other words' });
    expect(changed).not.toHaveProperty('title');
    expect(editMemory(entry({ title: 'Mine' }), { title: '' })).toEqual({
      title: 'The build breaks',
    });
  });

  test('sums up a text with headings by what follows them', () => {
    expect(editMemory(entry(), { content: '# Head\n\n## Problem\n\nIt fails.' }).summary).toBe(
      'It fails.',
    );
    expect(editMemory(entry(), { content: '# Head' }).summary).toBe('# Head');
  });

  test('takes the tags that are given and no others', () => {
    expect(editMemory(entry(), { tags: ['One', 'one ', 'two'] })).toEqual({ tags: ['one', 'two'] });
    expect(editMemory(entry(), { tags: [] })).toEqual({ tags: [] });
  });

  test('lets the track follow the kind of problem, else the type', () => {
    expect(editMemory(entry(), { type: 'decisions' })).toEqual({
      type: 'decision',
      track: 'knowledge',
    });
    expect(editMemory(entry(), { problemType: 'best-practice' })).toEqual({
      problemType: 'best_practice',
      track: 'knowledge',
    });
    const filed = entry({ problemType: 'build_error' });
    expect(editMemory(filed, { type: 'decision' })).toEqual({ type: 'decision' });
    expect(editMemory(filed, { type: 'decision', problemType: null })).toEqual({
      type: 'decision',
      problemType: null,
      track: 'knowledge',
    });
  });

  test.each([
    [{ content: ' \n' }, 'memory.empty'],
    [{ type: 'rumour' }, 'usage.invalid'],
    [{ severity: 'dire' }, 'usage.invalid'],
    [{ problemType: 'mood' }, 'usage.invalid'],
    [{ status: 'gone' }, 'usage.invalid'],
  ])('refuses %j', (patch, code) => {
    expect(() => editMemory(entry(), patch)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
