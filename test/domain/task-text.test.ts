import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../source/domain/contract/rows.js';
import { noEvidence } from '../../source/domain/evidence-text.js';
import {
  composeTaskText,
  replaceSection,
  section,
  splitTaskText,
} from '../../source/domain/task-text.js';
import '../support/properties.js';

const finished = `# fn-1-add-auth.2 Login form

## Description
A form.

## Acceptance
- [ ] it works

## Done summary
- Form built
- Errors shown

## Evidence
- Commits: 3f2a1b0, 9c8d7e6
- Tests: npm test (12 passed, 0 failed), npm run lint
- PRs:
`;

describe('splitTaskText', () => {
  it('parts title, body, summary and evidence', () => {
    expect(splitTaskText(finished)).toEqual({
      title: 'Login form',
      body: '## Description\nA form.\n\n## Acceptance\n- [ ] it works',
      summary: '- Form built\n- Errors shown',
      evidence: {
        ...noEvidence,
        commits: ['3f2a1b0', '9c8d7e6'],
        tests: ['npm test (12 passed, 0 failed)', 'npm run lint'],
      },
      blockedReason: null,
      failedReason: null,
      frontMatter: null,
    });
  });

  it.each([
    ['TBD', '# fn-1.1 T\n\n## Done summary\nTBD\n\n## Evidence\n- Commits:\n- Tests:\n- PRs:\n'],
    ['a blank line before TBD', '# fn-1.1 T\n\n## Done summary\n\n TBD\n\n## Evidence\nTBD'],
    ['nothing', '# fn-1.1 T\n\n## Done summary\n\n## Evidence\n'],
    ['no sections', '# fn-1.1 T'],
  ])('takes %s for unfilled', (_, text) => {
    expect(splitTaskText(text)).toMatchObject({
      title: 'T',
      body: '',
      summary: '',
      evidence: null,
    });
  });

  it('reads Windows line ends and front matter', () => {
    const text = `---\nsatisfies: [R1]\n---\n\n${finished}`.replaceAll('\n', '\r\n');
    expect(splitTaskText(text)).toEqual({
      ...splitTaskText(finished),
      frontMatter: 'satisfies: [R1]',
    });
  });

  it.each([
    ['# fn-1.2: With a colon', 'With a colon'],
    ['\n# flow-98-other-prefix.3 Later', 'Later'],
    ['# fn-1.2', ''],
    ['## Description\ntext', ''],
  ])('reads the title of %j', (text, title) => {
    expect(splitTaskText(text).title).toBe(title);
  });

  it('keeps a first heading that names no id in the body', () => {
    expect(splitTaskText('# Overview\n\ntext')).toMatchObject({
      title: 'Overview',
      body: '# Overview\n\ntext',
    });
  });

  it('tells reasons from summaries', () => {
    const text = (summary: string): string => `# fn-1.1 T\n\n## Done summary\n${summary}\n`;
    expect(splitTaskText(text('Blocked:\nno access'))).toMatchObject({
      summary: '',
      blockedReason: 'no access',
    });
    expect(splitTaskText(text('Half of it.\n\nBlocked:\nno access'))).toMatchObject({
      summary: 'Half of it.',
      blockedReason: 'no access',
    });
    expect(splitTaskText(text('Failed: out of memory'))).toMatchObject({
      summary: '',
      blockedReason: null,
      failedReason: 'out of memory',
    });
  });

  it('takes headings inside fenced code for code', () => {
    const body = '```sh\n## Done summary\n```\n\n~~~~\n## Evidence\n~~~\n~~~~';
    expect(splitTaskText(`# fn-1.1 T\n\n${body}\n\n## Done summary\nReal`)).toMatchObject({
      body,
      summary: 'Real',
    });
  });

  it('takes a fence that is never closed for text', () => {
    expect(splitTaskText('# fn-1.1 T\n\n```sh\ncode\n\n## Done summary\nReal')).toMatchObject({
      body: '```sh\ncode',
      summary: 'Real',
    });
  });

  it('reads lists of bullets, free words and figures in the evidence', () => {
    const evidence = [
      '**Checked by hand** on two machines.',
      '- Commits: 3f2a1b0,9c8d7e6',
      '- Tests:',
      '  - `npm test` -- 12 passed, 0 failed',
      '  - npm run lint',
      '- PRs: N/A',
      '- Workspace: 3 files, +10 -2, 3f2a1b0..9c8d7e6',
      '- Review iterations: 2',
      '- Review: SHIP',
    ];
    expect(splitTaskText(`## Evidence\n${evidence.join('\n')}`).evidence).toEqual({
      ...noEvidence,
      commits: ['3f2a1b0', '9c8d7e6'],
      tests: ['`npm test` -- 12 passed, 0 failed', 'npm run lint'],
      filesChanged: 3,
      insertions: 10,
      deletions: 2,
      baselineRevision: '3f2a1b0',
      finalRevision: '9c8d7e6',
      reviewIterations: 2,
      text: '**Checked by hand** on two machines.\n- Review: SHIP',
    });
  });

  it.each([
    ['one line', 'x'.repeat(10_000_000)],
    ['lines', '## Description\nsome text\n'.repeat(400_000)],
    ['blank lines', '\n'.repeat(2_000_000)],
    ['spaces', `## Done summary\n${' '.repeat(5_000_000)}x`],
    [
      'fences that never close',
      Array.from({ length: 3000 }, (_, i) => '`'.repeat(3003 - i)).join('\n'),
    ],
    ['items', `## Evidence\n- Tests: ${'(a, '.repeat(1_000_000)}`],
  ])('reads a large text of %s', (_, text) => {
    // Where the time grew with the square of the length, this would not end within the runner's limit.
    const { body, summary, evidence } = splitTaskText(text);
    const kept = [body, summary, evidence?.text, evidence?.tests.join(', ')].join('');
    expect(kept.replace(/[^xa`]/g, '')).toHaveLength(text.replace(/## .*|[^xa`]/g, '').length);
  });
});

describe('composeTaskText', () => {
  it('writes a fresh task as the files in the wild have it', () => {
    expect(
      composeTaskText({
        id: 'fn-1.1',
        title: 'Title',
        body: '## Description\nTBD\n\n## Acceptance\n- [ ] TBD',
        summary: '',
        evidence: null,
      }),
    ).toBe(
      '# fn-1.1 Title\n\n## Description\nTBD\n\n## Acceptance\n- [ ] TBD\n\n' +
        '## Done summary\nTBD\n\n## Evidence\n- Commits:\n- Tests:\n- PRs:\n',
    );
  });

  it('gives back a text that it could have written', () => {
    const parts = splitTaskText(finished);
    expect(composeTaskText({ id: 'fn-1-add-auth.2', ...parts })).toBe(finished);
  });

  it('puts items on lines of their own where a line could not be read back', () => {
    const evidence = { ...noEvidence, tests: ['one, two', 'three'] };
    const text = composeTaskText({ id: 'fn-1.1', title: 'T', body: '', summary: '', evidence });
    expect(text).toContain('- Tests:\n  - one, two\n  - three\n');
  });

  it('mends what would break the frame', () => {
    const text = composeTaskText({
      id: 'fn-1.1',
      title: 'two\nlines',
      body: '```\nopen',
      summary: 'Done.\n## Evidence\nnone',
      evidence: null,
      blockedReason: 'waits',
    });
    expect(splitTaskText(text)).toMatchObject({
      title: 'two lines',
      body: '```\nopen\n```',
      summary: 'Done.\n### Evidence\nnone',
      evidence: null,
      blockedReason: 'waits',
    });
  });

  const word = fc.stringMatching(/^[a-zA-Z0-9.,()äß漢:/`[\]-]{1,10}$/);
  const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
  const paragraphs = fc
    .array(
      fc.oneof(
        line.filter((text) => !/^(-|`{3}|(Blocked|Failed):)/.test(text)),
        fc.constantFrom('', '### Part', '- a bullet', '```\n## not a heading\n```', '# One'),
      ),
      { maxLength: 8 },
    )
    .map((lines) => lines.join('\n').trim());
  const unknown = /^(?:tbd\.?|n\/a|none|\(none\)|-|—)?$/i;
  const item = line.filter((text) => !unknown.test(text));
  const figure = fc.option(fc.nat());
  const revision = fc.option(fc.stringMatching(/^[0-9a-f]{7,40}$/));
  const evidenceParts: fc.Arbitrary<Evidence> = fc.record({
    commits: fc.array(fc.stringMatching(/^[0-9a-f]{7,40}$/)),
    tests: fc.array(item),
    prs: fc.array(item),
    filesChanged: figure,
    insertions: figure,
    deletions: figure,
    reviewIterations: figure,
    baselineRevision: revision,
    finalRevision: revision,
    text: paragraphs.filter((text) => !unknown.test(text)),
    extra: fc.constant({}),
  });

  it('is the inverse of splitting', () => {
    const parts = fc.record({
      title: line,
      body: paragraphs,
      summary: paragraphs.filter((text) => !unknown.test(text)),
      evidence: fc.option(evidenceParts),
      blockedReason: fc.option(line),
    });
    fc.assert(
      fc.property(parts, ({ title, body, summary, evidence, blockedReason }) => {
        const text = composeTaskText({
          id: 'fn-1-slug.2',
          title,
          body,
          summary,
          evidence,
          blockedReason,
        });
        const isEmpty = JSON.stringify(evidence) === JSON.stringify(noEvidence);
        expect(splitTaskText(text)).toEqual({
          title,
          body,
          summary,
          evidence: isEmpty ? null : evidence,
          blockedReason,
          failedReason: null,
          frontMatter: null,
        });
      }),
      { numRuns: 500 },
    );
  });

  it('comes to rest after one round on any text', () => {
    const piece = fc.constantFrom(
      ...['# fn-1.1 T', '## Done summary', '## Evidence', '## Other', '```', '~~~~', 'TBD'],
      ...['- Commits: a, b', '- Tests:', '  - x, (y', '---', '', 'Blocked:', 'text', '\t', '\r'],
    );
    const round = (text: string): string =>
      composeTaskText({ id: 'fn-1.1', ...splitTaskText(text) });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), (lines) => {
        const once = round(lines.join('\n'));
        expect(round(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('section and replaceSection', () => {
  it('find a section in any case', () => {
    expect(section(finished, 'acceptance')).toBe('- [ ] it works');
    expect(section(finished, 'Approach')).toBeNull();
  });

  it('replace what is there and leave the rest as it is', () => {
    const replaced = replaceSection(finished, 'Done summary', 'New');
    expect(replaced).toBe(finished.replace('- Form built\n- Errors shown', 'New'));
    expect(replaceSection(finished, 'Evidence', 'None')).toMatch(/## Evidence\nNone\n$/);
  });

  it('add what is missing', () => {
    expect(replaceSection('text', 'Acceptance', '- [ ] a')).toBe(
      'text\n\n## Acceptance\n- [ ] a\n',
    );
    expect(replaceSection('', 'Acceptance', 'a')).toBe('## Acceptance\na\n');
  });

  it('agree with each other', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[a-z][a-z \n]{0,20}$/), (markdown, content) => {
        fc.pre(content.trim() !== '');
        expect(section(replaceSection(markdown, 'Notes', content), 'Notes')).toBe(
          content.trim().replace(/[ ]+$/, ''),
        );
      }),
    );
  });
});

const data = path.join(process.env['FLOWDECK_TEST_DATA'] ?? path.resolve('../shared/data'), 'flow');

describe.skipIf(!existsSync(data))('the task texts of real projects', () => {
  it('keep their summary and evidence through a round', () => {
    const files = readdirSync(data).flatMap((project) => {
      const directory = path.join(data, project, '.flow', 'tasks');
      const names = readdirSync(directory).filter((name) => name.endsWith('.md'));
      return names.map((name) => path.join(directory, name));
    });
    expect(files.length).toBeGreaterThan(1000);
    for (const file of files) {
      const { summary, evidence, ...parts } = splitTaskText(readFileSync(file, 'utf8'));
      const text = composeTaskText({ id: 'fn-1.1', ...parts, summary, evidence });
      expect(splitTaskText(text), file).toMatchObject({ summary, evidence });
    }
  });
});
