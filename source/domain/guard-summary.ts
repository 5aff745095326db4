/** What a check said, in one line and its first errors: agents pay for every line that they read. */
import type { GuardKind } from './configuration.js';

export interface CheckSummary {
  readonly summary: string;
  readonly errors: readonly string[];
}

const mostErrors = 10;
const longestError = 200;

export function summariseCheck(kind: GuardKind, output: string, passed: boolean): CheckSummary {
  const lines = output
    .replace(colours, '')
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '');
  const found = kind === 'test' ? tests(lines) : problems(lines);
  const summary = found ?? lines.at(-1)?.trim() ?? (passed ? 'no output' : 'failed without output');
  return { summary: short(summary), errors: passed ? [] : errorsIn(lines) };
}

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/** Counts of tests as the common runners print them; several suites are added up. */
const testCounts: readonly (readonly [word: string, pattern: RegExp])[] = [
  ['passed', /(\d+) (?:tests? )?pass(?:ed|ing)?\b/i],
  ['failed', /(\d+) (?:tests? )?fail(?:ed|ures?|ing)?\b/i],
  ['skipped', /(\d+) (?:tests? )?(?:skipped|ignored|pending|todo)\b/i],
];

/** Lines that sum a suite up: `test result: ok. 3 passed`, `Tests: 2 failed, 3 passed`, `== 3 passed in 1s ==`. */
const summaryLine =
  /^\s*(?:test result:|Tests?:?\s|=+ .*(?:passed|failed|error)|\d+ (?:passing|failing|pending)\b|# (?:pass|fail|skipped) \d+|.*\b\d+ (?:passed|failed)\b.*(?:in|\() ?[\d.]+ ?m?s\b)/;

function tests(lines: readonly string[]): string | null {
  const sums = lines.filter((line) => summaryLine.test(line)).map(tapCount);
  const counts = testCounts.flatMap(([word, pattern]) => {
    const total = sums.reduce((sum, line) => sum + Number(pattern.exec(line)?.[1] ?? 0), 0);
    return total > 0 ? [`${total} ${word}`] : [];
  });
  return counts.length > 0 ? counts.join(', ') : null;
}

/** `# pass 3` in the words of the others. */
function tapCount(line: string): string {
  return line.replace(/^# (pass|fail|skipped) (\d+)/, '$2 $1ed').replace('skippeded', 'skipped');
}

function problems(lines: readonly string[]): string | null {
  const errors = lines.filter(isError).length;
  const warnings = lines.filter((line) => /(?:^|\s)warning(?:\[|:|\s)/i.test(line)).length;
  const told = lines.findLast((line) => /\b\d+ (?:problems?|errors?|warnings?)\b/i.test(line));
  if (told !== undefined) return told.replace(/^[^\w]+/, '').trim();
  if (errors + warnings === 0) return lines.length === 0 ? 'no issues' : null;
  return [
    ...(errors > 0 ? [`${errors} error${errors === 1 ? '' : 's'}`] : []),
    ...(warnings > 0 ? [`${warnings} warning${warnings === 1 ? '' : 's'}`] : []),
  ].join(', ');
}

function isError(line: string): boolean {
  return /(?:^|\s)error(?:\[|:|\s)|^\s*(?:FAIL|FAILED|not ok|✗|×|✖|●)\s|^---- .* stdout|^E\s{2,}|panicked at|AssertionError/i.test(
    line,
  );
}

/** The lines that look like errors; where none do, the last ones. */
function errorsIn(lines: readonly string[]): readonly string[] {
  const found = lines.filter(isError);
  const shown = found.length > 0 ? found.slice(0, mostErrors) : lines.slice(-mostErrors);
  return shown.map((line) => short(line.trim()));
}

/** Cut between characters, never inside of one. */
function short(text: string): string {
  const characters = Array.from(text.slice(0, 2 * longestError + 2));
  return characters.length > longestError
    ? `${characters.slice(0, longestError - 1).join('')}…`
    : text;
}
