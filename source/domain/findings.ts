/** What a reviewer found, as the JSON in a review's output says it. */
import type { GapPriority } from './vocabulary.js';

export const severities = ['P0', 'P1', 'P2', 'P3'] as const;
export type Severity = (typeof severities)[number];

export const autofixClasses = ['safe_auto', 'gated_auto', 'manual', 'advisory'] as const;
export const findingOwners = ['review-fixer', 'downstream-resolver', 'human', 'release'] as const;

export interface Finding {
  readonly severity: Severity;
  readonly category: string;
  readonly description: string;
  readonly file: string;
  readonly line: number | null;
  readonly confidence: number;
  readonly evidence: readonly string[];
  readonly autofixClass: (typeof autofixClasses)[number];
  readonly owner: (typeof findingOwners)[number];
  readonly preExisting: boolean;
  readonly requiresVerification: boolean;
  readonly suggestedFix: string | null;
  readonly whyItMatters: string | null;
  readonly reviewer: string | null;
}

export interface ParsedFindings {
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
}

const most = 50;
const leastConfidence = 0.6;
/** What could do the greatest harm is worth a look on less. */
const leastConfidenceOfWorst = 0.5;
const requiredKeys = ['severity', 'file', 'line', 'confidence', 'evidence'];

/** The findings in a review's output; what is not one is told and left out. Any text is accepted. */
export function parseFindings(text: string): ParsedFindings {
  const block = findBlock(text);
  if (block === null) {
    return { findings: [], warnings: ['There are no findings in the output of the review.'] };
  }
  const list = parseList(block.json);
  if (typeof list === 'string') return { findings: [], warnings: [...block.warnings, list] };
  const warnings = [...block.warnings];
  const findings: Finding[] = [];
  let unsure = 0;
  list.forEach((item, index) => {
    const finding = toFinding(item);
    if (typeof finding === 'string')
      warnings.push(`Finding ${index + 1} ${finding} and is left out.`);
    else if (isUnsure(finding)) unsure += 1;
    else findings.push(finding);
  });
  if (unsure > 0) warnings.push(`Left out for want of confidence: ${unsure}.`);
  findings.sort(
    (left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity),
  );
  if (findings.length > most) {
    warnings.push(`There are ${findings.length} findings; the first ${most} are taken.`);
  }
  return { findings: findings.slice(0, most), warnings };
}

interface Block {
  readonly json: string;
  readonly warnings: readonly string[];
}

/** The last block between tags, for reviewers repeat themselves; else the last list of objects in the text. */
function findBlock(text: string): Block | null {
  const start = text.lastIndexOf('<findings>');
  if (start >= 0) {
    const inner = text.slice(start + '<findings>'.length);
    const end = inner.indexOf('</findings>');
    const warnings = end < 0 ? ['The tag <findings> is not closed.'] : [];
    return { json: withoutFence(end < 0 ? inner : inner.slice(0, end)), warnings };
  }
  const list = lastList(text);
  return list === null
    ? null
    : { json: list, warnings: ['There is no tag <findings>; a bare JSON list was taken.'] };
}

function withoutFence(text: string): string {
  const fenced = /^\s*```[a-z]*\n([\s\S]*?)\n?\s*```/i.exec(text)?.[1];
  return (fenced ?? text).trim();
}

/** Where a list may begin is tried this often: the text may be anything. */
const mostBeginnings = 50;

/** The longest list of objects that ends with the text's last `]`; what cannot be read where none can. */
function lastList(text: string): string | null {
  const end = text.lastIndexOf(']');
  let first: string | null = null;
  let tried = 0;
  for (const { index } of text.slice(0, Math.max(0, end)).matchAll(/\[(?=\s*(?:\{|$))/g)) {
    const candidate = text.slice(index, end + 1);
    if (Array.isArray(tryParse(candidate))) return candidate;
    first ??= candidate;
    tried += 1;
    if (tried === mostBeginnings) break;
  }
  return first;
}

/** The list, or a sentence that says why there is none. */
function parseList(json: string): readonly unknown[] | string {
  const parsed = tryParse(json);
  if (Array.isArray(parsed)) return parsed as readonly unknown[];
  const { findings } = isObject(parsed) ? parsed : { findings: undefined };
  if (Array.isArray(findings)) return findings as readonly unknown[];
  return parsed === undefined ? 'The findings are not JSON.' : 'The findings are not a list.';
}

function tryParse(json: string): unknown {
  for (const candidate of [json, withoutTrailingCommas(json)]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Commas before a closing bracket, outside of texts: models write them. */
function withoutTrailingCommas(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[\]}])/g, (part) => (part === ',' ? '' : part));
}

/** The finding, or how the sentence about its defect goes on. */
function toFinding(item: unknown): Finding | string {
  if (!isObject(item)) return 'is no object';
  const missing = requiredKeys.filter((key) => item[key] === undefined || item[key] === null);
  if (missing.length > 0) return `lacks ${missing.join(', ')}`;
  return {
    severity: severityOf(item['severity']),
    category: text(item['category']) ?? 'general',
    description: text(item['description']) ?? text(item['title']) ?? '',
    file: text(item['file']) ?? '',
    line: wholeNumber(item['line']),
    confidence: confidenceOf(item['confidence']),
    evidence: texts(item['evidence']),
    autofixClass: oneOf(item['autofix_class'], autofixClasses) ?? 'manual',
    owner: oneOf(item['owner'], findingOwners) ?? 'review-fixer',
    preExisting: item['pre_existing'] === true,
    requiresVerification: item['requires_verification'] === true,
    suggestedFix: text(item['suggested_fix']),
    whyItMatters: text(item['why_it_matters']),
    reviewer: text(item['reviewer']),
  };
}

const severityWords = new Map<string, Severity>([
  ['p0', 'P0'],
  ['critical', 'P0'],
  ['p1', 'P1'],
  ['major', 'P1'],
  ['warning', 'P1'],
  ['p2', 'P2'],
]);

function severityOf(value: unknown): Severity {
  return severityWords.get((text(value) ?? '').toLowerCase()) ?? 'P3';
}

/** Between 0 and 1; percent and whole numbers up to a hundred are met too. */
function confidenceOf(value: unknown): number {
  const number = typeof value === 'string' ? Number(value.replace(/%$/, '')) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return 0;
  return Math.min(1, Math.max(0, number > 1 ? number / 100 : number));
}

function isUnsure({ severity, confidence }: Finding): boolean {
  return confidence < (severity === 'P0' ? leastConfidenceOfWorst : leastConfidence);
}

function wholeNumber(value: unknown): number | null {
  const number = typeof value === 'string' ? Number.parseInt(value, 10) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function texts(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => text(item) ?? []);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How pressing the gap is that a finding leaves. */
const gapPriorities: Readonly<Record<Severity, GapPriority>> = {
  P0: 'required',
  P1: 'important',
  P2: 'nice-to-have',
  P3: 'nice-to-have',
};

export function gapPriorityOf({ severity }: Finding): GapPriority {
  return gapPriorities[severity];
}

/** The finding in one line, as the name of a gap: the same finding is the same gap. */
export function gapCapabilityOf({ description, category, file, line }: Finding): string {
  const place = `${file}${line === null ? '' : `:${line}`}`;
  return `${description || category} (${place})`.replace(/\s+/g, ' ').slice(0, 500);
}
