/**
 * Regular expressions over texts, within a bound. JavaScript's engine backtracks: a pattern such as `(a+)+$` can take
 * longer than anybody lives. Cutting texts would not help, forty characters are enough for that, and there is no
 * engine of linear time among the libraries that also knows what people write. So the matching runs where it can be
 * ended: `node:vm` interrupts even a match that is under way, with neither a thread to start nor one to end.
 */
import { Script, createContext } from 'node:vm';
import { FlowdeckError, messageOf } from '../domain/errors.js';

/** For the whole of a search; ordinary patterns take milliseconds for thousands of entries. */
export const patternLimitMilliseconds = 3000;

/** A longer one is no pattern but somebody's whole file. */
const longestPattern = 1000;

/**
 * Without regard to case, `^` and `$` at every line.
 * @throws FlowdeckError `memory.pattern_invalid`
 */
export function compilePattern(pattern: string): RegExp {
  if (pattern === '') throw invalid('it is empty');
  if (pattern.length > longestPattern) {
    throw invalid(`it has ${pattern.length} characters, more than ${longestPattern}`);
  }
  try {
    return new RegExp(pattern, 'imu');
  } catch {
    // Less strict: it takes `\-` and lone brackets as people write them.
  }
  try {
    return new RegExp(pattern, 'im');
  } catch (error) {
    throw invalid(messageOf(error), pattern);
  }
}

function invalid(why: string, pattern = ''): FlowdeckError {
  const shown = pattern === '' ? 'The pattern' : `“${pattern.slice(0, 100)}”`;
  return new FlowdeckError('memory.pattern_invalid', `${shown} is no regular expression: ${why}.`);
}

export interface PatternSearch {
  /**
   * Where the pattern matches first in each of the texts as [start, end), null where it does not.
   * @throws FlowdeckError `memory.pattern_slow` once all calls together have taken longer than the limit
   */
  firstMatches(texts: readonly string[]): readonly (readonly [number, number] | null)[];
}

export function startPatternSearch(
  pattern: string,
  limitMilliseconds = patternLimitMilliseconds,
): PatternSearch {
  const expression = compilePattern(pattern);
  const script = new Script('matchAll()');
  let left = limitMilliseconds;
  return {
    firstMatches(texts) {
      const matchAll = () =>
        texts.map((text): readonly [number, number] | null => {
          const match = expression.exec(text);
          return match && [match.index, match.index + match[0].length];
        });
      const began = performance.now();
      try {
        const timeout = Math.ceil(left);
        if (timeout < 1) throw tooSlow(pattern, limitMilliseconds);
        return script.runInContext(createContext({ matchAll }), { timeout }) as ReturnType<
          typeof matchAll
        >;
      } catch (error) {
        const code = (error as { code?: unknown }).code;
        if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
        // The interruption may come a moment before the clock says so; what was given up stays given up.
        left = 0;
        throw tooSlow(pattern, limitMilliseconds);
      } finally {
        left -= performance.now() - began;
      }
    },
  };
}

function tooSlow(pattern: string, limitMilliseconds: number): FlowdeckError {
  return new FlowdeckError(
    'memory.pattern_slow',
    `“${pattern.slice(0, 100)}” was given up after ${limitMilliseconds / 1000} s.`,
  );
}
