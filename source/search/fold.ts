/**
 * Texts as they are compared: without case and accents, one UTF-16 unit for one, so that a place in the folded text is
 * the same place in the text.
 */

const folded = new Map<string, string>();

/** The text folded; as long as it was. */
export function foldText(text: string): string {
  let plain = true;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 127) {
      plain = false;
      break;
    }
  }
  if (plain) return text.toLowerCase();
  let result = '';
  for (const character of text) result += foldCharacter(character);
  return result;
}

function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const base = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const short = base.slice(0, character.length);
  // What does not come out as long as it went in stays as it is.
  const result = short.length === character.length ? short : character;
  if (folded.size > 5000) folded.clear();
  folded.set(character, result);
  return result;
}

/** A run of letters and digits. */
export interface TextWord {
  /** Folded. */
  readonly word: string;
  /** Where it begins in the text. */
  readonly start: number;
  /** Bit n is set where a part begins at the nth character: the B of `fooBar`, the 2 of `v2`. Bit 0 always. */
  readonly parts: number;
}

const anyWord = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** The words of a text with their places, in order. */
export function splitWords(text: string): TextWord[] {
  const lower = foldText(text);
  if (!/[^\0-\x7f]/.test(text)) return splitPlain(text, lower);
  const words: TextWord[] = [];
  for (const match of lower.matchAll(anyWord)) {
    const start = match.index;
    words.push({ word: match[0], start, parts: partsOf(text, start, start + match[0].length) });
  }
  return words;
}

/** Nearly every text is of ASCII alone, and a pattern takes several times as long. */
function splitPlain(text: string, lower: string): TextWord[] {
  const words: TextWord[] = [];
  let start = -1;
  for (let index = 0; index <= lower.length; index += 1) {
    const code = index === lower.length ? 0 : lower.charCodeAt(index);
    const isWord = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (isWord && start < 0) start = index;
    if (isWord || start < 0) continue;
    words.push({ word: lower.slice(start, index), start, parts: partsOf(text, start, index) });
    start = -1;
  }
  return words;
}

/** Only the first 31 characters are looked at. */
function partsOf(text: string, start: number, end: number): number {
  let parts = 1;
  let before = kindOf(text.charCodeAt(start));
  const last = Math.min(end, start + 31);
  for (let index = start + 1; index < last; index += 1) {
    const kind = kindOf(text.charCodeAt(index));
    if (kind === before) continue;
    const begins = kind === upper || kind === digit || before === digit;
    if (begins) parts |= 1 << (index - start);
    before = kind;
  }
  return parts;
}

const [other, upper, digit] = [0, 1, 2];

function kindOf(code: number): number {
  if (code >= 65 && code <= 90) return upper;
  return code >= 48 && code <= 57 ? digit : other;
}

/** A set of the characters of a text in 32 bits: two texts with disjoint sets share no character. */
export function characterMask(text: string): number {
  let mask = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 97 && code <= 122) mask |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) mask |= 1 << (26 + ((code - 48) >> 1));
    else mask |= 1 << 31;
  }
  return mask;
}
