import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiGlyphs, unicodeGlyphs, type Glyphs } from '../../source/tui/glyphs.js';
import { openMarkdown, renderMarkdown, renderedCharacters } from '../../source/tui/markdown.js';
import { lineText, lineWidth } from '../../source/tui/spans.js';
import type { Line } from '../../source/tui/line.js';

function render(text: string, width = 40, glyphs: Glyphs = unicodeGlyphs): Line[] {
  return renderMarkdown(text, { width, glyphs });
}

function text(lines: readonly Line[]): string {
  return lines.map(lineText).join('\n');
}

/** What must hold for every text: lines within the width, and nothing in them that a terminal acts on. */
function checkLines(lines: readonly Line[], width: number): void {
  for (const line of lines) {
    const shown = lineText(line);
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(shown) || lineWidth(line) > width) {
      expect.fail(`a bad line at width ${width}: ${JSON.stringify(shown)}`);
    }
    if (shown !== shown.trimEnd()) expect.fail(`spaces at the end: ${JSON.stringify(shown)}`);
  }
}

const sample = `---
satisfies: [R1]
---

# Title with *stress*

A paragraph with **bold**, \`code\` and a [link](https://example.org/x) that goes on for a while,
then https://example.org alone &amp; an entity.

- [ ] open task
- [x] closed task
  - nested item that is long enough to be wrapped
    1. deep
- plain

3. three
4. four

> A quote
> with two lines

\`\`\`ts
const answer = 42; // kept as it is, even where the line is far too long to fit
\tindented
\`\`\`

| name | count |
|------|------:|
| one  |     1 |
| two  |    22 |

---

<details><summary>More</summary>
<p>inside &lt;tags&gt;</p></details>
`;

describe('Markdown', () => {
  it('becomes lines', () => {
    expect(text(render(sample))).toMatchInlineSnapshot(`
      "# Title with stress

      A paragraph with bold, code and a link
      (https://example.org/x) that goes on for
      a while, then https://example.org alone
      & an entity.

      ☐ open task
      ☑ closed task
        • nested item that is long enough to
          be wrapped
          1. deep
      • plain

      3. three
      4. four

      │ A quote with two lines

        const answer = 42; // kept as it is, …
            indented

      name │ count
      ─────┼──────
      one  │     1
      two  │    22

      ────────────────────────

      More
      inside <tags>"
    `);
  });

  it('becomes ASCII lines', () => {
    expect(text(render(sample, 30, asciiGlyphs))).toMatchInlineSnapshot(`
      "# Title with stress

      A paragraph with bold, code
      and a link
      (https://example.org/x) that
      goes on for a while, then
      https://example.org alone & an
      entity.

      [ ] open task
      [x] closed task
          - nested item that is long
            enough to be wrapped
            1. deep
      - plain

      3. three
      4. four

      | A quote with two lines

        const answer = 42; // kep...
            indented

      name | count
      -----+------
      one  |     1
      two  |    22

      ------------------------

      More
      inside <tags>"
    `);
  });

  it('names the role of every kind of text', () => {
    const roles = (markdown: string): unknown =>
      render(markdown).map((line) => line.map((each) => [each.text, each.role]));
    expect(roles('# H')).toEqual([
      [
        ['# ', 'muted'],
        ['H', 'heading'],
      ],
    ]);
    expect(roles('a **b** `c` [d](e)')).toEqual([
      [
        ['a ', undefined],
        ['b', 'emphasis'],
        [' ', undefined],
        ['c', 'code'],
        [' ', undefined],
        ['d', 'link'],
        [' (e)', 'muted'],
      ],
    ]);
  });

  it('keeps lines that begin with a label apart', () => {
    expect(text(render('**Size:** M\n**Files:** a, b\nand c'))).toBe('Size: M\nFiles: a, b and c');
  });

  it('falls back to one block a row where a table is too wide', () => {
    const table = '| task | result |\n|--|--|\n| first thing | went well |\n| second | no |';
    expect(text(render(table, 20))).toBe(
      'task: first thing\nresult: went well\n\ntask: second\nresult: no',
    );
  });

  it('hides a front matter, and only that', () => {
    expect(text(render('---\na: 1\n---\nText'))).toBe('Text');
    expect(text(render('---\n\nText\n\n---\n\nMore'))).toContain('Text');
  });

  it('measures wide characters', () => {
    const lines = render('漢字'.repeat(20) + ' and 👨‍👩‍👧‍👦 family', 15);
    checkLines(lines, 15);
    expect(text(lines).replaceAll('\n', '')).toContain('漢字'.repeat(20));
  });

  it('takes control and bidi characters out', () => {
    const lines = render(
      'a\u001b[31mred\u001b[0m \u202eevil\u0007\n\n```\nx\u001b]0;title\u0007y\n```',
    );
    checkLines(lines, 40);
    expect(text(lines)).toBe('ared evil\n\n  xy');
  });

  it('keeps the numbers of a list that is cut into pieces', () => {
    const items = Array.from({ length: 2000 }, (_, index) => `${index + 1}. item ${index + 1}\n`);
    const lines = render(items.join('\n'));
    expect(lineText(lines.filter((line) => line.length > 0).at(-1) ?? [])).toBe('2000. item 2000');
  });

  it('keeps a long code block one, and what follows outside of it', () => {
    const code = Array.from({ length: 5000 }, (_, index) => `line ${index}`).join('\n');
    const lines = render(`\`\`\`\n${code}\n\`\`\`\n\n# After`);
    expect(lines.filter((line) => line[0]?.role === 'code')).toHaveLength(5000);
    expect(lineText(lines.at(-1) ?? [])).toBe('# After');
  });

  it('renders only what is looked at, and remembers it', () => {
    const long = Array.from({ length: 4000 }, (_, index) => `Paragraph ${index}.\n`).join('\n');
    const options = { width: 40, glyphs: unicodeGlyphs };
    const document = openMarkdown(long, options);
    expect(document.slice(0, 3).map(lineText)).toEqual(['Paragraph 0.', '', 'Paragraph 1.']);
    expect(document.complete).toBe(false);
    expect(openMarkdown(long, options)).toBe(document);
    expect(openMarkdown(long, { ...options, width: 41 })).not.toBe(document);
    expect(document.length).toBe(7999);
    expect(document.complete).toBe(true);
  });

  it('shows the beginning of 10 MB at once, and says how much is missing', () => {
    const huge = 'Lorem ipsum **dolor** sit amet, `code` and 漢字.\n\n'.repeat(220_000);
    const document = openMarkdown(huge, { width: 80, glyphs: unicodeGlyphs });
    expect(document.slice(0, 50)).toHaveLength(50);
    expect(document.complete).toBe(false);
    const end = lineText(document.slice(0, Infinity).at(-1) ?? []);
    expect(end).toMatch(/^… \d+\.\d MB more are not shown here\.$/);
    expect(huge.length).toBeGreaterThan(renderedCharacters * 10);
  });

  it.each([
    ['emphasis', '*a_'.repeat(11_000)],
    ['brackets', '['.repeat(33_000)],
    ['quotes', '>'.repeat(33_000)],
    ['nested lists', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i * 2)}- x`).join('\n')],
    ['one long word', 'a.'.repeat(100_000)],
    ['backticks', '`a``b'.repeat(8000)],
    ['open tags', '<a '.repeat(11_000)],
    ['open comments', '<!-- '.repeat(7000)],
    ['a wide table', `${'|a'.repeat(5000)}|\n${'|-'.repeat(5000)}|`],
    ['combining marks', `a${'\u0301'.repeat(30_000)}`],
  ])('survives %s', (_, hostile) => {
    // Where the time grew with the square of the length, this would not end within the runner's limit.
    checkLines(render(hostile, 40), 40);
  });

  it('keeps within its width for any Markdown', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '# ',
        '## ',
        '- ',
        '* ',
        '1. ',
        '- [ ] ',
        '- [x] ',
        '> ',
        '```\n',
        '~~~\n',
        '    ',
        '\n',
        '\n\n',
        '| a | b |\n|---|:-:|\n| c | d |\n',
        '---\n',
        '***',
        '**',
        '_',
        '`',
        '~~',
        '[a](b)',
        '![i](u)',
        '[r]: http://x\n',
        '<b>',
        '</b>',
        '<!--',
        '-->',
        '<br>',
        '&amp;',
        '&#27;',
        '&#x9b;',
        '\\',
        '\t',
        '\u0000',
        '\u001b[2J',
        '\u202e',
        '漢字仮名',
        '👨‍👩‍👧‍👦',
        'e\u0301\u0302',
        'עברית',
        'https://a.b/c',
        'word ',
        '\r\n',
        '\ud800',
      ),
      fc.string({ maxLength: 12 }),
      fc.string({ maxLength: 12, unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 40 }),
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom(unicodeGlyphs, asciiGlyphs),
        (parts, width, glyphs) => {
          checkLines(render(parts.join(''), width, glyphs), width);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

const data = process.env['FLOWDECK_TEST_DATA'] ?? path.resolve('../shared/data');

describe.skipIf(!existsSync(path.join(data, 'flow')))('Markdown of real projects', () => {
  it('renders within its width', () => {
    const directory = path.join(data, 'flow');
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.md') && /(?:tasks|specs)[/\\][^/\\]+$/.test(file),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const body = readFileSync(path.join(directory, file), 'utf8');
      for (const width of [24, 90]) checkLines(render(body, width), width);
    }
  }, 60_000);
});
