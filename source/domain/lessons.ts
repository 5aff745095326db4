/** What a conversation says that is worth remembering, found by the words in which such things are said. */
import type { MemoryType } from './vocabulary.js';

export interface Lesson {
  readonly type: MemoryType;
  readonly text: string;
}

/** Less is small talk. */
const shortestConversation = 200;
const shortestLesson = 30;
const longestLesson = 500;
const mostLessons = 5;

/** The first that fits counts; each asks for words that are hardly used otherwise. */
const rules: readonly (readonly [MemoryType, RegExp])[] = [
  [
    'decision',
    /\b(?:(?:we|i)(?: have|'ve)? (?:decided|chose|chosen|settled|opted)\b|decision:|went with\b|instead of\b.*\bbecause\b)/i,
  ],
  [
    'pitfall',
    /\b(?:pitfall|gotcha|beware|watch out|careful(?:ly)? (?:with|not)|turn(?:s|ed) out|root cause|the (?:bug|problem|issue|failure|error) was|does(?:n't| not) work (?:because|when|with)|silently|surprisingly|lesson learned|must not\b|breaks? (?:when|if))\b/i,
  ],
  [
    'convention',
    /\b(?:convention|always (?:use|run|call|prefer|put|write|name)|never (?:use|run|call|edit|commit|put)|(?:this|the) (?:project|repo(?:sitory)?|codebase|team) (?:uses?|prefers?|expects?|requires?)|by convention|naming (?:rule|scheme)|style guide)\b/i,
  ],
];

/** @param texts what the agent said, in order; the same thing said twice counts once */
export function lessonsIn(texts: readonly string[]): readonly Lesson[] {
  const whole = texts.map(withoutCode).join('\n\n');
  if (whole.trim().length < shortestConversation) return [];
  const found = new Map<string, Lesson>();
  for (const text of sentencesOf(whole)) {
    if (text.length < shortestLesson || text.length > longestLesson || text.endsWith('?')) continue;
    const rule = rules.find(([, pattern]) => pattern.test(text));
    if (rule) found.set(text.toLowerCase(), { type: rule[0], text });
    if (found.size === mostLessons) break;
  }
  return [...found.values()];
}

function withoutCode(text: string): string {
  return text.replace(/^(```|~~~)[^]*?^\1.*$/gm, '').replace(/^(?: {4}|\t).*$/gm, '');
}

/** Lines of lists and sentences of paragraphs, without their Markdown in front. */
function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)/)
    .flatMap((paragraph) =>
      paragraph
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/^(?:[-*+]|\d+[.)]|#+|>)\s+/, '')
        .split(/(?<=[.!?])\s+(?=[A-Z`"'(])/),
    )
    .map((sentence) => sentence.trim());
}
