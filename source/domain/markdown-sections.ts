/** The `##` sections of a Markdown text. Headings inside fenced code are not headings. All of it is linear. */

/** A stretch of lines: what stands before the first heading (null), or a heading and what follows it. */
export interface Section {
  /** The words of the heading line behind `## `. */
  readonly heading: string | null;
  readonly lines: readonly string[];
}

const headingPattern = /^##[ \t]+([^]*)$/;
const fencePattern = /^\s*(`{3,}|~{3,})([^]*)$/;

export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

export function splitSections(lines: readonly string[]): Section[] {
  const isCode = markCode(lines);
  const sections: { heading: string | null; lines: string[] }[] = [];
  let current: { heading: string | null; lines: string[] } = { heading: null, lines: [] };
  lines.forEach((line, index) => {
    const heading = isCode[index] ? null : headingOf(line);
    if (heading === null) {
      current.lines.push(line);
      return;
    }
    sections.push(current);
    current = { heading, lines: [] };
  });
  sections.push(current);
  return sections;
}

export function joinSections(sections: readonly Section[]): string {
  return sections
    .flatMap(({ heading, lines }) => (heading === null ? lines : [`## ${heading}`, ...lines]))
    .join('\n');
}

export function headingOf(line: string): string | null {
  const match = headingPattern.exec(line);
  return match ? (match[1] ?? '').trim() : null;
}

export function isSameHeading(left: string | null, right: string): boolean {
  return left?.toLowerCase() === right.trim().toLowerCase();
}

/** The content of a section without its heading, trimmed; null when there is no such section. */
export function section(markdown: string, heading: string): string | null {
  const found = splitSections(splitLines(markdown)).find((each) =>
    isSameHeading(each.heading, heading),
  );
  return found ? trimBlankLines(found.lines) : null;
}

/** The text with the content of a section replaced; a missing section is put at the end. */
export function replaceSection(markdown: string, heading: string, content: string): string {
  const sections = splitSections(splitLines(markdown));
  const lines = [...splitLines(content.trim()), ''];
  const index = sections.findIndex((each) => isSameHeading(each.heading, heading));
  if (index >= 0) {
    const known = sections[index]?.heading ?? heading;
    return joinSections(sections.with(index, { heading: known, lines }));
  }
  const before = markdown.trimEnd();
  return `${before && `${before}\n\n`}${joinSections([{ heading, lines }])}`;
}

/** Lines as one text, without blank lines at either end. */
export function trimBlankLines(lines: readonly string[]): string {
  let start = 0;
  let end = lines.length;
  while (start < end && lines[start]?.trim() === '') start += 1;
  while (end > start && lines[end - 1]?.trim() === '') end -= 1;
  return lines.slice(start, end).join('\n').trimEnd();
}

/** Which lines belong to fenced code, the fences included: 1 for those. A fence that is never closed is text. */
export function markCode(lines: readonly string[]): Uint8Array {
  const isCode = new Uint8Array(lines.length);
  let open: Fence | null = null;
  for (const fence of fencesOf(lines)) {
    if (!open) {
      if (opens(fence)) open = fence;
    } else if (closes(fence, open)) {
      isCode.fill(1, open.line, fence.line + 1);
      open = null;
    }
  }
  return isCode;
}

interface Fence {
  readonly line: number;
  readonly mark: '`' | '~';
  readonly length: number;
  /** What follows the fence on its line: the language. */
  readonly info: string;
  /** The longest fence of this mark, on a later line, that could close one. */
  longestCloser: number;
}

function fencesOf(lines: readonly string[]): Fence[] {
  const fences: Fence[] = [];
  lines.forEach((text, line) => {
    const match = fencePattern.exec(text);
    if (!match) return;
    const [, marks = '', info = ''] = match;
    const mark = marks.startsWith('~') ? '~' : '`';
    fences.push({ line, mark, length: marks.length, info: info.trim(), longestCloser: 0 });
  });
  const longest = { '`': 0, '~': 0 };
  for (const fence of fences.toReversed()) {
    fence.longestCloser = longest[fence.mark];
    if (fence.info === '') longest[fence.mark] = Math.max(fence.longestCloser, fence.length);
  }
  return fences;
}

function mayOpen(fence: Fence): boolean {
  return fence.mark === '~' || !fence.info.includes('`');
}

function opens(fence: Fence): boolean {
  return mayOpen(fence) && fence.longestCloser >= fence.length;
}

function closes(fence: Fence, open: Fence): boolean {
  return fence.mark === open.mark && fence.length >= open.length && fence.info === '';
}

/** The text with an open code fence closed, so that it cannot swallow what is put behind it. */
export function closeFence(text: string): string {
  const lines = splitLines(text);
  const isCode = markCode(lines);
  const open = fencesOf(lines).find((fence) => isCode[fence.line] === 0 && mayOpen(fence));
  return open ? `${text}\n${open.mark.repeat(open.length)}` : text;
}

/** The text with its `##` headings one level down, so that it stays one section. */
export function demoteHeadings(text: string): string {
  const lines = splitLines(text);
  const isCode = markCode(lines);
  return lines
    .map((line, index) => (isCode[index] || headingOf(line) === null ? line : `#${line}`))
    .join('\n');
}
