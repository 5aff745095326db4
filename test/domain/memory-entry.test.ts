import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  automaticTags,
  memoryHash,
  memorySummary,
  normaliseMemory,
  parseMemorySeverity,
  parseMemoryType,
  problemTypes,
  trackOfProblemType,
} from '../../source/domain/memory-entry.js';

describe('normaliseMemory', () => {
  it('fills in what was not given', () => {
    const content = '\nNever open two connections.\nThe second one loses its PRAGMAs.\n';
    expect(normaliseMemory({ type: 'Pitfalls', content })).toEqual({
      type: 'pitfall',
      track: 'bug',
      title: 'Never open two connections.',
      content: content.trim(),
      summary: 'Never open two connections.',
      hash: createHash('sha256').update(content.trim()).digest('hex').slice(0, 12),
      tags: [],
      module: null,
      severity: null,
      problemType: null,
      component: null,
    });
  });

  it('keeps and cleans what was', () => {
    const entry = normaliseMemory({
      type: 'decision',
      content: 'Use SQLite.',
      title: ' Storage ',
      module: ' store ',
      severity: 'HIGH',
      problemType: 'Runtime-Error',
      component: 'queue',
      tags: [' Storage', 'sqlite', ''],
    });
    expect(entry).toMatchObject({
      type: 'decision',
      track: 'bug',
      title: 'Storage',
      module: 'store',
      severity: 'high',
      problemType: 'runtime_error',
      component: 'queue',
      tags: ['storage', 'sqlite'],
    });
  });

  it('takes the track from the type where there is no problem type', () => {
    const track = (type: string): string => normaliseMemory({ type, content: 'x' }).track;
    expect(track('pitfall')).toBe('bug');
    expect(track('conventions')).toBe('knowledge');
    expect(track('decisions')).toBe('knowledge');
  });

  it.each([
    [{ type: 'pitfall', content: ' \n ' }, 'memory.empty'],
    [{ type: 'idea', content: 'x' }, 'usage.invalid'],
    [{ type: 'pitfall', content: 'x', severity: 'huge' }, 'usage.invalid'],
    [{ type: 'pitfall', content: 'x', problemType: 'other' }, 'usage.invalid'],
  ])('refuses %j', (input, code) => {
    expect(() => normaliseMemory(input)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('names what is known when it refuses', () => {
    expect(() => normaliseMemory({ type: 'idea', content: 'x' })).toThrow(
      'There is no memory type idea; known are pitfall, convention, decision.',
    );
  });
});

describe('problem types', () => {
  it('belong to one track each, in every spelling', () => {
    for (const track of ['bug', 'knowledge'] as const) {
      for (const name of problemTypes[track]) {
        expect(trackOfProblemType(name)).toBe(track);
        expect(trackOfProblemType(name.toUpperCase().replaceAll('-', '_'))).toBe(track);
        expect(trackOfProblemType(name.replaceAll('_', '-'))).toBe(track);
      }
    }
    expect(trackOfProblemType('other')).toBeNull();
  });

  it('are told from types and severities that do not exist', () => {
    expect(parseMemoryType('Conventions')).toBe('convention');
    expect(parseMemoryType('')).toBeNull();
    expect(parseMemorySeverity(' Low')).toBe('low');
    expect(parseMemorySeverity('lowest')).toBeNull();
  });
});

describe('the parts of an entry', () => {
  it('recognises equal contents whatever surrounds them', () => {
    expect(memoryHash('a')).toBe(memoryHash(' a\n'));
    expect(memoryHash('a')).not.toBe(memoryHash('b'));
    expect(memoryHash('a')).toMatch(/^[0-9a-f]{12}$/);
  });

  it('cuts the summary at 120 characters, not inside one', () => {
    expect(memorySummary('\n\n first \nsecond')).toBe('first');
    const emoji = '😀'.repeat(120);
    expect(memorySummary(emoji)).toBe(emoji);
    expect(memorySummary(`${emoji}😀`)).toBe(`${'😀'.repeat(119)}…`);
    expect(memorySummary('x'.repeat(5_000_000))).toHaveLength(120);
  });

  it('finds tags by whole words and their other names, eight at most', () => {
    expect(automaticTags('Tests of the PostgreSQL migrations, in Rust')).toEqual([
      ...['rust', 'postgres', 'test', 'migration'],
    ]);
    expect(automaticTags('testament, rusty, apiary')).toEqual([]);
    const many = 'rust python react vue redis docker api auth test lint build';
    expect(automaticTags(many)).toEqual([
      ...['rust', 'python', 'react', 'vue', 'redis', 'docker', 'api', 'auth'],
    ]);
  });
});
