import { describe, expect, it } from 'vitest';
import { gapCapabilityOf, gapPriorityOf, parseFindings } from '../../source/domain/findings.js';

const finding = {
  severity: 'P1',
  title: 'Race between two writers',
  file: 'src/a.ts',
  line: 12,
  confidence: 0.9,
  evidence: ['both read before either writes'],
};
const tagged = (value: unknown): string =>
  `Some words.\n<findings>\n${JSON.stringify(value)}\n</findings>\nMore words.`;

describe('parseFindings', () => {
  it('reads the block between the tags, with the words of other tools', () => {
    const { findings, warnings } = parseFindings(
      tagged([
        { ...finding, severity: 'warning' },
        { ...finding, severity: 'critical', confidence: 0.55, line: '7', pre_existing: true },
        { ...finding, severity: 'nit', autofix_class: 'safe_auto', owner: 'human' },
      ]),
    );
    expect(warnings).toEqual([]);
    expect(findings.map(({ severity }) => severity)).toEqual(['P0', 'P1', 'P3']);
    expect(findings[0]).toMatchObject({ line: 7, preExisting: true, autofixClass: 'manual' });
    expect(findings[2]).toMatchObject({ autofixClass: 'safe_auto', owner: 'human' });
  });

  it('leaves out what is unsure, incomplete or too much, and says so', () => {
    const { findings, warnings } = parseFindings(
      tagged([
        { ...finding, confidence: 0.59 },
        { ...finding, severity: 'P0', confidence: 0.49 },
        { severity: 'P1' },
        'words',
        ...Array.from({ length: 60 }, (_, line) => ({ ...finding, line })),
      ]),
    );
    expect(findings).toHaveLength(50);
    expect(warnings).toEqual([
      'Finding 3 lacks file, line, confidence, evidence and is left out.',
      'Finding 4 is no object and is left out.',
      'Left out for want of confidence: 2.',
      'There are 60 findings; the first 50 are taken.',
    ]);
  });

  it('mends trailing commas without touching texts', () => {
    const text = `<findings>[{"severity":"P2","file":"a,]","line":1,"confidence":"90%","evidence":"x,}",},]</findings>`;
    expect(parseFindings(text).findings).toMatchObject([
      { file: 'a,]', evidence: ['x,}'], confidence: 0.9 },
    ]);
  });

  it('takes a fenced list, a bare list and an object with findings', () => {
    const list = JSON.stringify([finding]);
    expect(
      parseFindings(`<findings>\n\`\`\`json\n${list}\n\`\`\`\n</findings>`).findings,
    ).toHaveLength(1);
    const bare = parseFindings(`See [1] and [the plan].\n${list}`);
    expect(bare.findings).toHaveLength(1);
    expect(bare.warnings[0]).toContain('no tag');
    expect(parseFindings(tagged({ findings: [finding] })).findings).toHaveLength(1);
  });

  it('takes anything for what it is', () => {
    for (const text of ['', 'no findings', '<findings>', '<findings>{"a":1}</findings>', '[[[{']) {
      const { findings, warnings } = parseFindings(text);
      expect([findings.length, warnings.length > 0]).toEqual([0, true]);
    }
    expect(parseFindings(`${'[{'.repeat(200_000)}]`).findings).toEqual([]);
    expect(parseFindings(tagged([{ ...finding, confidence: 'high' }])).findings).toEqual([]);
  });

  it('becomes a gap that is the same for the same finding', () => {
    const [found] = parseFindings(tagged([finding])).findings;
    if (!found) throw new Error('Nothing was found.');
    expect(gapPriorityOf(found)).toBe('important');
    expect(gapCapabilityOf(found)).toBe('Race between two writers (src/a.ts:12)');
  });
});
