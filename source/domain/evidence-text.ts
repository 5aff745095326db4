/** Evidence as bullets: `- Commits: a, b`, `- Tests: …`, `- PRs: …`, and two more that hold figures. */
import type { Evidence } from './contract/rows.js';
import {
  closeFence,
  demoteHeadings,
  markCode,
  splitLines,
  trimBlankLines,
} from './markdown-sections.js';

const lists = { commits: 'Commits', tests: 'Tests', prs: 'PRs' } as const;
type ListName = keyof typeof lists;
const listNames = Object.keys(lists) as ListName[];

const bulletPattern = /^[-*] +(Commits|Tests|PRs|Workspace|Review iterations) *:([^]*)$/i;
const itemPattern = /^\s+[-*] +(\S[^]*)$/;
const workspacePattern =
  /^(?:(\d+) files?(?: changed)?)?,? ?(?:\+(\d+))? ?(?:[-−](\d+))?,? ?(?:([^\s,.]+)?\.\.([^\s,.]+)?)?$/;
const nothing = /^(?:tbd|n\/a|none|\(none\)|-|—)?$/i;

/** Evidence that says nothing. */
export const noEvidence: Evidence = {
  commits: [],
  tests: [],
  prs: [],
  filesChanged: null,
  insertions: null,
  deletions: null,
  reviewIterations: null,
  baselineRevision: null,
  finalRevision: null,
  text: '',
  extra: {},
};

/** Evidence from the content of its section; what is no known bullet is kept as words. Null when nothing is there. */
export function parseEvidence(content: string): Evidence | null {
  const found: Record<ListName, string[]> = { commits: [], tests: [], prs: [] };
  let figures: Partial<Evidence> = {};
  const words: string[] = [];
  let list: string[] | null = null;

  const lines = splitLines(content);
  const isCode = markCode(lines);
  lines.forEach((line, index) => {
    const bullet = isCode[index] ? null : bulletPattern.exec(line);
    const item = list && !isCode[index] ? itemPattern.exec(line)?.[1] : undefined;
    if (bullet) {
      const [, label = '', text = ''] = bullet;
      const name = listNames.find((each) => lists[each].toLowerCase() === label.toLowerCase());
      list = name ? found[name] : null;
      const parsed = name ? null : parseFigures(label, text.trim());
      if (name) splitItems(name, text).forEach((each) => found[name].push(each));
      else if (parsed) figures = { ...figures, ...parsed };
      else words.push(line);
    } else if (list && item !== undefined) {
      list.push(item.trimEnd());
    } else {
      list = null;
      words.push(line);
    }
  });

  const text = trimBlankLines(words);
  const evidence = {
    ...noEvidence,
    ...found,
    ...figures,
    text: nothing.test(text.trim()) ? '' : text,
  };
  return isEmpty(evidence) ? null : evidence;
}

function isEmpty(evidence: Evidence): boolean {
  const { commits, tests, prs, text, ...rest } = evidence;
  const { filesChanged, insertions, deletions, reviewIterations, ...revisions } = rest;
  const figures = [filesChanged, insertions, deletions, reviewIterations];
  const { baselineRevision, finalRevision } = revisions;
  return (
    commits.length + tests.length + prs.length === 0 &&
    text === '' &&
    [...figures, baselineRevision, finalRevision].every((value) => value === null)
  );
}

/** The section's content; empty bullets where there is no evidence, as a fresh file has them. */
export function composeEvidence(evidence: Evidence | null): string {
  const { text, reviewIterations, ...rest } = evidence ?? noEvidence;
  const workspace = composeWorkspace(rest);
  const bullets = [
    ...listNames.map((name) => composeList(name, rest[name])),
    ...(workspace ? [`- Workspace: ${workspace}`] : []),
    ...(reviewIterations === null ? [] : [`- Review iterations: ${reviewIterations}`]),
  ].join('\n');
  const words = demoteHeadings(closeFence(text.trim()));
  return words ? `${words}\n\n${bullets}` : bullets;
}

/** On one line where the items can be told apart there, else an item a line. */
function composeList(name: ListName, items: readonly string[]): string {
  const clean = items.map((item) => item.replace(/\s+/g, ' ').trim()).filter(Boolean);
  const inline = clean.join(', ');
  const isSafe = splitItems(name, inline).join('\n') === clean.join('\n');
  if (isSafe) return `- ${lists[name]}:${inline && ` ${inline}`}`;
  return [`- ${lists[name]}:`, ...clean.map((item) => `  - ${item}`)].join('\n');
}

/**
 * Items between commas. A comma parts them where white space follows (commits: always), and not inside brackets or
 * backticks.
 */
function splitItems(name: ListName, list: string): string[] {
  const text = name === 'commits' ? list.replace(/,(?=\S)/g, ', ') : list;
  const items: string[] = [];
  let depth = 0;
  let isCode = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '`') isCode = !isCode;
    else if (isCode) continue;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    else if (character === ',' && depth === 0 && /^\s?$/.test(text.charAt(index + 1))) {
      items.push(text.slice(start, index));
      start = index + 1;
    }
  }
  items.push(text.slice(start));
  // An unmatched bracket or backtick tells nothing: then every comma parts.
  const all = depth > 0 || isCode ? text.split(/,\s/) : items;
  return all.map((item) => item.trim()).filter((item) => !nothing.test(item));
}

function parseFigures(label: string, text: string): Partial<Evidence> | null {
  if (label.toLowerCase() === 'review iterations') {
    return /^\d+$/.test(text) ? { reviewIterations: Number(text) } : null;
  }
  const match = workspacePattern.exec(text);
  if (!match || text === '') return null;
  const [, files, insertions, deletions, baseline, final] = match;
  return {
    filesChanged: count(files),
    insertions: count(insertions),
    deletions: count(deletions),
    baselineRevision: baseline ?? null,
    finalRevision: final ?? null,
  };
}

function count(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

/** `3 files, +10 -2, abc1234..def5678`, without what is not known. */
function composeWorkspace(
  evidence: Pick<
    Evidence,
    'filesChanged' | 'insertions' | 'deletions' | 'baselineRevision' | 'finalRevision'
  >,
): string {
  const { filesChanged, insertions, deletions, baselineRevision, finalRevision } = evidence;
  const lines = [
    insertions === null ? '' : `+${insertions}`,
    deletions === null ? '' : `-${deletions}`,
  ];
  const hasRevisions = baselineRevision !== null || finalRevision !== null;
  return [
    filesChanged === null ? '' : `${filesChanged} files`,
    lines.filter(Boolean).join(' '),
    hasRevisions ? `${baselineRevision ?? ''}..${finalRevision ?? ''}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
