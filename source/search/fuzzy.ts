/**
 * Fuzzy matching as people know it from fzf, for titles, ids and tags: what is typed between blanks are words in any
 * order, each whole, begun, a part, with one slip or with letters left out, or several words run together. All of them
 * must be met. Gaps are short, so letters strewn over many words never outrank a clean slip.
 */
import { characterMask, foldText, splitWords, type TextWord } from './fold.js';
import { matchGlued } from './glue.js';
import { NumberLists } from './number-lists.js';
import { matchWord } from './word-match.js';
import { WordTable } from './word-table.js';

export interface FuzzyMatch {
  /** In (0, 1.2); comparable between texts for one query. */
  readonly score: number;
  /** The matched places in the text in UTF-16 units, rising. */
  readonly positions: readonly number[];
}

export interface FuzzyFound<Item> {
  readonly item: Item;
  readonly score: number;
}

export interface FuzzyIndex<Item> {
  readonly size: number;
  add(item: Item): void;
  /** Best first; among equals in the order in which they were added. @param limit at most so many */
  find(query: string, limit: number): FuzzyFound<Item>[];
  /** As `find`, for many: quicker, and in a rougher order. */
  findRoughly(query: string, limit: number): FuzzyFound<Item>[];
  /** The found of a rough search in their true order, each weighed place by place. */
  weigh(query: string, found: readonly FuzzyFound<Item>[]): FuzzyFound<Item>[];
}

/** Nobody types more; the rest of a pasted text is not looked at. */
const maximumTokens = 12;
const maximumTokenLength = 64;
/** Of a longer text only the beginning is looked at. */
const maximumTextLength = 2000;
/** What the best of the quick search are weighed by again, place by place. */
const weighedAgain = 100;

/** The words of a query: runs of letters and digits; a part without any stands for itself. */
export function fuzzyTokens(query: string): string[] {
  const tokens: string[] = [];
  for (const part of query.slice(0, 1000).split(/\s+/u)) {
    if (part === '') continue;
    const words = splitWords(part);
    if (words.length === 0) tokens.push(foldText(part).slice(0, maximumTokenLength));
    for (const { word } of words) tokens.push(word.slice(0, maximumTokenLength));
    if (tokens.length >= maximumTokens) break;
  }
  return tokens.slice(0, maximumTokens);
}

/** @returns null where a word of the query is not met; a match without positions for an empty query */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  return matchTokens(fuzzyTokens(query), literalParts(query), text.slice(0, maximumTextLength));
}

/** Parts of the query that are more than one word, such as a path: worth more where they stand as they were typed. */
function literalParts(query: string): string[] {
  return query
    .slice(0, 1000)
    .split(/\s+/u)
    .filter((part) => /[^\p{L}\p{N}]/u.test(part))
    .map(foldText);
}

function matchTokens(
  tokens: readonly string[],
  literals: readonly string[],
  text: string,
): FuzzyMatch | null {
  const lower = foldText(text);
  const words = splitWords(text);
  const positions = new Set<number>();
  const starts: number[] = [];
  let sum = 0;
  for (const token of tokens) {
    const found = bestOf(token, lower, words);
    if (found === null) return null;
    for (const position of found.positions) positions.add(position);
    starts.push(found.positions[0] ?? 0);
    sum += found.score;
  }
  if (tokens.length === 0) return { score: 0, positions: [] };
  const inOrder = starts.every((start, index) => index === 0 || (starts[index - 1] ?? 0) <= start);
  const literal = literals.filter((part) => lower.includes(part)).length;
  const score =
    sum / tokens.length +
    (inOrder && tokens.length > 1 ? 0.01 : 0) +
    0.02 / (1 + Math.min(...starts) / 10) +
    0.02 / (1 + text.length / 40) +
    0.1 * (literals.length === 0 ? 0 : literal / literals.length);
  return { score, positions: [...positions].sort((left, right) => left - right) };
}

/** The places that each token matches best; tokens that match nowhere have none. */
export function placesOf(tokens: readonly string[], text: string): number[] {
  const short = text.slice(0, maximumTextLength);
  const [lower, words] = [foldText(short), splitWords(short)];
  const places = tokens.flatMap((token) => bestOf(token, lower, words)?.positions ?? []);
  return [...new Set(places)].sort((left, right) => left - right);
}

function bestOf(token: string, lower: string, words: readonly TextWord[]): FuzzyMatch | null {
  let best: FuzzyMatch | null = null;
  for (const { word, start, parts } of words) {
    const inWord: number[] = [];
    const score = matchWord(token, word, parts, inWord);
    if (score > (best?.score ?? 0)) {
      best = { score, positions: inWord.map((position) => start + position) };
    }
    if (score === 1) return best;
  }
  if (best !== null) return best;
  const glued = matchWordsGlued(token, words);
  if (glued !== null) return glued;
  // What is no word at all, such as an emoji, is looked for as it is.
  const at = /[\p{L}\p{N}]/u.test(token) ? -1 : lower.indexOf(token);
  return at < 0 ? null : { score: 0.7, positions: range(at, at + token.length) };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

/** The places of words run together. */
function matchWordsGlued(token: string, words: readonly TextWord[]): FuzzyMatch | null {
  const found = matchGlued(token, {
    count: words.length,
    at: (index) => words[index]?.word ?? '',
  });
  if (found === null) return null;
  const positions = found.chunks.flatMap(({ index, length }) => {
    const start = words[index]?.start ?? 0;
    return range(start, start + length);
  });
  return { score: found.score, positions };
}

/**
 * An index for searching at every key press: a key press looks through the different words of all texts, not through
 * the texts.
 * @param textOf what an item is found by; what stands first counts a little more
 */
export function createFuzzyIndex<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
): FuzzyIndex<Item> {
  const index = new WordIndex(textOf);
  for (const item of items) index.add(item);
  return index;
}

class WordIndex<Item> implements FuzzyIndex<Item> {
  readonly #textOf: (item: Item) => string;
  readonly #items: Item[] = [];
  readonly #masks: number[] = [];
  /** As the masks, of the first characters of the words. */
  readonly #initials: number[] = [];
  readonly #table = new WordTable();
  /** By the number of the item: the numbers of its words. */
  readonly #words = new NumberLists();
  /** By the number of the word: the numbers of the items that have it. */
  readonly #having: number[][] = [];

  constructor(textOf: (item: Item) => string) {
    this.#textOf = textOf;
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: Item): void {
    const number = this.#items.length;
    this.#items.push(item);
    let [mask, initials] = [0, 0];
    const text = this.#textOf(item).slice(0, maximumTextLength);
    const words = splitWords(text).map((each) => {
      const word = this.#table.add(each);
      mask |= characterMask(each.word);
      initials |= characterMask(each.word.charAt(0));
      const having = (this.#having[word] ??= []);
      if (having.at(-1) !== number) having.push(number);
      return word;
    });
    this.#words.add(words);
    this.#masks.push(mask);
    this.#initials.push(initials);
  }

  find(query: string, limit: number): FuzzyFound<Item>[] {
    const rough = this.findRoughly(query, Math.max(limit, weighedAgain));
    return this.weigh(query, rough).slice(0, Math.max(0, limit));
  }

  findRoughly(query: string, limit: number): FuzzyFound<Item>[] {
    const tokens = fuzzyTokens(query);
    if (tokens.length === 0 || limit <= 0) return [];
    return best(this.#meeting(tokens), limit).flatMap(({ number, score }) => {
      const item = this.#items[number];
      return item === undefined ? [] : [{ item, score }];
    });
  }

  weigh(query: string, found: readonly FuzzyFound<Item>[]): FuzzyFound<Item>[] {
    const tokens = fuzzyTokens(query);
    const literals = literalParts(query);
    return found
      .map(({ item, score }) => {
        const text = this.#textOf(item).slice(0, maximumTextLength);
        return { item, score: matchTokens(tokens, literals, text)?.score ?? score };
      })
      .sort((left, right) => right.score - left.score);
  }

  /** The items that meet every token, with the mean of what each met token is worth. */
  #meeting(tokens: readonly string[]): { numbers: number[]; scores: Float32Array } {
    const size = this.#items.length;
    const scores = new Float32Array(size);
    const own = new Float32Array(size);
    let numbers: number[] | null = null;
    for (const token of tokens) {
      own.fill(0);
      const touched = this.#touch(token, own, numbers);
      numbers = numbers === null ? touched : numbers.filter((number) => (own[number] ?? 0) > 0);
      for (const number of numbers) {
        scores[number] = (scores[number] ?? 0) + (own[number] ?? 0) / tokens.length;
      }
    }
    return { numbers: numbers ?? [], scores };
  }

  /** Puts into `own` what the token is worth in each item. */
  #touch(token: string, own: Float32Array, among: readonly number[] | null): number[] {
    const touched: number[] = [];
    for (const { word, score } of this.#table.find(token)) {
      for (const number of this.#having[word] ?? []) {
        const known = own[number] ?? 0;
        if (known === 0) touched.push(number);
        if (score > known) own[number] = score;
      }
    }
    if (token.length < 3 && touched.length > 0) return touched;
    const isWord = /[\p{L}\p{N}]/u.test(token);
    if (isWord && touched.length >= weighedAgain) return touched;
    this.#touchAcrossWords(token, own, among, touched);
    return touched;
  }

  /** Where few words have the token, it may be several of them run together, or no word. */
  #touchAcrossWords(
    token: string,
    own: Float32Array,
    among: readonly number[] | null,
    touched: number[],
  ): void {
    const isWord = /[\p{L}\p{N}]/u.test(token);
    const mask = isWord ? characterMask(token) : 0;
    const initial = characterMask(token.charAt(0));
    const count = among?.length ?? this.#items.length;
    for (let index = 0; index < count; index += 1) {
      const number = among === null ? index : (among[index] ?? 0);
      if ((mask & ~(this.#masks[number] ?? 0)) !== 0 || (own[number] ?? 0) > 0) continue;
      if (isWord && (initial & (this.#initials[number] ?? 0)) === 0) continue;
      const score = isWord ? this.#gluedScore(token, number) : this.#literalScore(token, number);
      if (score === 0) continue;
      own[number] = score;
      touched.push(number);
    }
  }

  #gluedScore(token: string, number: number): number {
    const { numbers, starts } = this.#words;
    const { words } = this.#table;
    const start = starts[number] ?? 0;
    const count = (starts[number + 1] ?? 0) - start;
    const at = (index: number): string => words[numbers[start + index] ?? 0] ?? '';
    return matchGlued(token, { count, at })?.score ?? 0;
  }

  #literalScore(token: string, number: number): number {
    const item = this.#items[number];
    if (item === undefined) return 0;
    const text = this.#textOf(item).slice(0, maximumTextLength);
    return bestOf(token, foldText(text), [])?.score ?? 0;
  }
}

/** The best `count` by score, in no order. */
function best(
  { numbers, scores }: { numbers: readonly number[]; scores: Float32Array },
  count: number,
): { number: number; score: number }[] {
  // A threshold from buckets of scores spares sorting all of many.
  const buckets = new Uint32Array(256);
  const bucketOf = (number: number): number =>
    Math.min(255, Math.floor((scores[number] ?? 0) * 240));
  for (const number of numbers) {
    const bucket = bucketOf(number);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  let threshold = 255;
  for (let sum = buckets[255] ?? 0; sum < count && threshold > 0;) {
    threshold -= 1;
    sum += buckets[threshold] ?? 0;
  }
  return numbers
    .filter((number) => bucketOf(number) >= threshold)
    .map((number) => ({ number, score: scores[number] ?? 0 }))
    .sort((left, right) => right.score - left.score || left.number - right.number)
    .slice(0, count);
}
