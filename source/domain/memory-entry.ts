/** Entries of the memory: what makes one well-formed, wherever it came from. */
import { sha256 } from './digest.js';
import { quoted } from './quote.js';
import { FlowdeckError } from './errors.js';
import {
  memorySeverities,
  memoryTypes,
  type MemorySeverity,
  type MemoryTrack,
  type MemoryType,
} from './vocabulary.js';

/** What kinds of problem there are, by the track that an entry about them belongs to. */
export const problemTypes = {
  bug: [
    ...['build_error', 'test_failure', 'runtime_error', 'performance_issue', 'database_issue'],
    ...['security_issue', 'logic_error'],
    // The categories of the file tree serve as problem types too.
    ...['build-errors', 'test-failures', 'runtime-errors', 'performance', 'security'],
    ...['integration', 'data', 'ui'],
  ],
  knowledge: [
    ...['best_practice', 'documentation_gap', 'workflow_issue', 'developer_experience'],
    ...['convention', 'decision'],
    ...['architecture-patterns', 'conventions', 'tooling-decisions', 'workflow'],
    ...['best-practices', 'decisions'],
  ],
} as const satisfies Record<MemoryTrack, readonly string[]>;

const allProblemTypes: readonly string[] = Object.values(problemTypes).flat();

/** Words that earn a text their tag: languages, web frameworks, databases, infrastructure, interfaces, work. */
const tagGroups: readonly (readonly string[])[] = [
  [
    ...['rust', 'python', 'typescript', 'javascript', 'golang', 'java', 'kotlin', 'swift'],
    ...['ruby', 'php', 'elixir', 'csharp', 'dotnet', 'bash'],
  ],
  ['react', 'vue', 'svelte', 'angular', 'nextjs', 'django', 'flask', 'fastapi', 'rails', 'express'],
  ['sqlite', 'libsql', 'postgres', 'mysql', 'redis', 'mongodb', 'sql', 'orm'],
  ['docker', 'kubernetes', 'terraform', 'nginx', 'aws', 'gcp', 'azure', 'linux', 'ci'],
  ['api', 'rest', 'graphql', 'grpc', 'auth', 'oauth', 'jwt', 'cors', 'csrf', 'xss', 'security'],
  ['test', 'lint', 'build', 'deploy', 'migration', 'schema', 'cache', 'performance'],
];
const tagAliases: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  k8s: 'kubernetes',
  authentication: 'auth',
  authorization: 'auth',
  tests: 'test',
  testing: 'test',
  linter: 'lint',
  linting: 'lint',
  builds: 'build',
  deployment: 'deploy',
  migrations: 'migration',
  schemas: 'schema',
  apis: 'api',
};
const tagOfWord = new Map<string, string>([
  ...tagGroups.flat().map((word): [string, string] => [word, word]),
  ...Object.entries(tagAliases),
]);

const maximumAutomaticTags = 8;
const maximumSummaryLength = 120;
const hashLength = 12;

export interface MemoryInput {
  /** `pitfall`, `convention` or `decision`, or a plural of them. */
  readonly type: string;
  readonly content: string;
  readonly title?: string;
  readonly module?: string;
  readonly severity?: string;
  readonly problemType?: string;
  readonly component?: string;
  readonly tags?: readonly string[];
}

export interface NormalisedMemory {
  readonly type: MemoryType;
  readonly track: MemoryTrack;
  /** The summary where none was given. */
  readonly title: string;
  readonly content: string;
  readonly summary: string;
  /** Equal for equal contents; what a duplicate is recognised by. */
  readonly hash: string;
  /** Given tags first, then at most eight found in the text. */
  readonly tags: readonly string[];
  readonly module: string | null;
  readonly severity: MemorySeverity | null;
  readonly problemType: string | null;
  readonly component: string | null;
}

/**
 * @throws FlowdeckError `memory.empty` without a text, `usage.invalid` for an unknown type, severity or problem type
 */
export function normaliseMemory(input: MemoryInput): NormalisedMemory {
  const content = input.content.trim();
  if (content === '') throw new FlowdeckError('memory.empty', 'The entry has no text.');
  const type = requireType(input.type);
  const severity = optional(input.severity, requireSeverity);
  const problem = optional(input.problemType, requireProblemType);
  const summary = memorySummary(content);
  return {
    type,
    track: problem?.track ?? trackOfType(type),
    title: given(input.title) ?? summary,
    content,
    summary,
    hash: memoryHash(content),
    tags: normaliseTags([...(input.tags ?? []), ...automaticTags(content)]),
    module: given(input.module),
    severity,
    problemType: problem?.name ?? null,
    component: given(input.component),
  };
}

/** Case and a plural s do not matter; null for anything else. */
export function parseMemoryType(text: string): MemoryType | null {
  const word = text.trim().toLowerCase().replace(/s$/, '');
  return memoryTypes.find((type) => type === word) ?? null;
}

export function parseMemorySeverity(text: string): MemorySeverity | null {
  const word = text.trim().toLowerCase();
  return memorySeverities.find((severity) => severity === word) ?? null;
}

/** @throws FlowdeckError `usage.invalid`, naming the known ones */
export function requireType(text: string): MemoryType {
  return parseMemoryType(text) ?? unknown('type', text, memoryTypes);
}

/** @throws FlowdeckError `usage.invalid`, naming the known ones */
export function requireSeverity(text: string): MemorySeverity {
  return parseMemorySeverity(text) ?? unknown('severity', text, memorySeverities);
}

/**
 * A kind of problem by its known spelling, with its track.
 * @throws FlowdeckError `usage.invalid`, naming the known ones
 */
export function requireProblemType(text: string): { name: string; track: MemoryTrack } {
  return findProblemType(text) ?? unknown('problem type', text, allProblemTypes);
}

/** The track of an entry about that kind of problem, hyphens and underscores alike; null for an unknown kind. */
export function trackOfProblemType(text: string): MemoryTrack | null {
  return findProblemType(text)?.track ?? null;
}

export function trackOfType(type: MemoryType): MemoryTrack {
  return type === 'pitfall' ? 'bug' : 'knowledge';
}

/** Twelve hexadecimal digits of the SHA-256 of the trimmed content. */
export function memoryHash(content: string): string {
  return sha256(content.trim()).slice(0, hashLength);
}

/** The first line of the content, at most 120 characters. */
export function memorySummary(content: string): string {
  const line = content.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  // Twice as many UTF-16 units hold at least as many characters.
  const characters = Array.from(line.slice(0, 2 * maximumSummaryLength + 2));
  if (characters.length <= maximumSummaryLength) return line.trimEnd();
  return `${characters
    .slice(0, maximumSummaryLength - 1)
    .join('')
    .trimEnd()}…`;
}

/** Tags for the words of a text, in the order of their groups, at most eight. */
export function automaticTags(content: string): string[] {
  const found = new Set<string>();
  for (const [word] of content.toLowerCase().matchAll(/[a-z0-9]+/g)) {
    const tag = tagOfWord.get(word);
    if (tag !== undefined) found.add(tag);
  }
  return tagGroups
    .flat()
    .filter((tag) => found.has(tag))
    .slice(0, maximumAutomaticTags);
}

/** Small letters, without blanks around them, each once. */
export function normaliseTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))];
}

function findProblemType(text: string): { name: string; track: MemoryTrack } | null {
  const wanted = spelling(text);
  for (const track of ['bug', 'knowledge'] as const) {
    const name = problemTypes[track].find((each) => spelling(each) === wanted);
    if (name !== undefined) return { name, track };
  }
  return null;
}

function spelling(text: string): string {
  return text.trim().toLowerCase().replaceAll('-', '_');
}

function optional<Value>(text: string | undefined, parse: (text: string) => Value): Value | null {
  const words = given(text);
  return words === null ? null : parse(words);
}

function given(text: string | undefined): string | null {
  return text?.trim() || null;
}

function unknown(what: string, text: string, known: readonly string[]): never {
  throw new FlowdeckError(
    'usage.invalid',
    `There is no memory ${what} ${quoted(text)}; known are ${known.join(', ')}.`,
    { details: { known } },
  );
}
