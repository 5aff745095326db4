/**
 * The Markdown of a task: a title line, free sections, and the two that are kept apart, Done summary and Evidence.
 * A text is written as the files in the wild have it, and read with all that is met there.
 */
import type { Evidence } from './contract/rows.js';
import { composeEvidence, parseEvidence } from './evidence-text.js';
import { parseId } from './ids.js';
import {
  closeFence,
  demoteHeadings,
  isSameHeading,
  joinSections,
  splitLines,
  splitSections,
  trimBlankLines,
  type Section,
} from './markdown-sections.js';

export { replaceSection, section } from './markdown-sections.js';

const summaryHeading = 'Done summary';
const evidenceHeading = 'Evidence';
const blockedMark = 'Blocked:';
const failedMark = 'Failed:';

export interface TaskText {
  /** The words of the title line behind the id; empty where there is none. */
  readonly title: string;
  /** Everything else, trimmed; a first heading that names no id stays here too. */
  readonly body: string;
  /** Empty while it is unfilled (`TBD`), and when the section only says why the task is blocked or failed. */
  readonly summary: string;
  readonly evidence: Evidence | null;
  /** What the section Done summary says under `Blocked:`. */
  readonly blockedReason: string | null;
  /** What it says under `Failed:`. */
  readonly failedReason: string | null;
  /** The YAML before the text, without its fences. */
  readonly frontMatter: string | null;
}

/** Takes the text of a task apart. Any text is accepted; time is linear in its length. */
export function splitTaskText(markdown: string): TaskText {
  const { frontMatter, lines } = splitFrontMatter(splitLines(markdown));
  const { title, rest } = takeTitle(lines);
  const sections = splitSections(rest);
  return {
    title,
    body: trimBlankLines(splitLines(joinSections(sections.filter(isFree)))),
    ...splitSummary(contentOf(sections, summaryHeading)),
    evidence: parseEvidence(contentOf(sections, evidenceHeading)),
    frontMatter,
  };
}

export interface TaskTextParts {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly summary: string;
  readonly evidence: Evidence | null;
  readonly blockedReason?: string | null;
}

/**
 * The text of a task from its parts, which `splitTaskText` gives back but for white space. Where a part would break the
 * frame it is mended: an open code fence is closed, a `##` heading in the summary becomes `###`. The free-form `extra`
 * of evidence has no place in the text.
 */
export function composeTaskText(parts: TaskTextParts): string {
  const reason = parts.blockedReason?.trim();
  const summary = [
    demoteHeadings(closeFence(parts.summary.trim())),
    reason && `${blockedMark}\n${demoteHeadings(closeFence(reason))}`,
  ];
  return [
    `# ${parts.id} ${oneLine(parts.title)}`.trimEnd(),
    closeFence(trimBlankLines(splitLines(parts.body))),
    `## ${summaryHeading}\n${summary.filter(Boolean).join('\n\n') || 'TBD'}`,
    `## ${evidenceHeading}\n${composeEvidence(parts.evidence)}`,
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Front matter begins with `---` on the first line that is not blank and ends with `---` alone on a line. */
function splitFrontMatter(lines: readonly string[]): {
  frontMatter: string | null;
  lines: readonly string[];
} {
  const start = lines.findIndex((line) => line.trim() !== '');
  const end = lines[start]?.trimEnd() === '---' ? lines.indexOf('---', start + 1) : -1;
  if (end < 0) return { frontMatter: null, lines };
  return { frontMatter: lines.slice(start + 1, end).join('\n'), lines: lines.slice(end + 1) };
}

/** The first line that is not blank, if it is a heading of the first level. One that names no id is not taken out. */
function takeTitle(lines: readonly string[]): { title: string; rest: readonly string[] } {
  const index = lines.findIndex((line) => line.trim() !== '');
  const heading = /^#[ \t]+([^]*)$/.exec(lines[index] ?? '')?.[1]?.trim();
  if (heading === undefined) return { title: '', rest: lines };
  const [word = ''] = heading.split(/[\s:]/, 1);
  if (!parseId(word)) return { title: heading, rest: lines };
  const title = heading.slice(word.length).replace(/^:/, '');
  return { title: title.trim(), rest: lines.slice(index + 1) };
}

function isFree({ heading }: Section): boolean {
  return !isSameHeading(heading, summaryHeading) && !isSameHeading(heading, evidenceHeading);
}

/** All that stands in sections of that name. */
function contentOf(sections: readonly Section[], heading: string): string {
  return sections
    .filter((each) => isSameHeading(each.heading, heading))
    .map((each) => trimBlankLines(each.lines))
    .filter(Boolean)
    .join('\n\n');
}

function splitSummary(
  content: string,
): Pick<TaskText, 'summary' | 'blockedReason' | 'failedReason'> {
  const lines = splitLines(content);
  const note = lines.findIndex(
    (line, index) => isNote(line) || (index === 0 && /^(Blocked|Failed): /.test(line)),
  );
  const words = note < 0 ? content : trimBlankLines(lines.slice(0, note));
  const reason =
    note < 0
      ? null
      : trimBlankLines(lines.slice(note))
          .replace(/^(Blocked|Failed):/, '')
          .trim();
  const isFailure = lines[note]?.startsWith(failedMark) ?? false;
  return {
    summary: isUnfilled(words) ? '' : words,
    blockedReason: isFailure ? null : reason,
    failedReason: isFailure ? reason : null,
  };
}

function isNote(line: string): boolean {
  const trimmed = line.trimEnd();
  return trimmed === blockedMark || trimmed === failedMark;
}

function isUnfilled(text: string): boolean {
  return /^(?:TBD\.?)?$/i.test(text.trim());
}
