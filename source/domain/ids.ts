/**
 * Ids of epics and tasks: `fn-1`, `fn-1-x7k`, `fn-1-add-auth`, each with `.N` behind it for a task. Other trackers bring
 * other prefixes and longer slugs. The store treats ids as opaque text; what is read here is for naming and sorting.
 */

/** A source of numbers in [0, 1), handed in so that results can be repeated. */
export type Random = () => number;

export interface ParsedId {
  readonly prefix: string;
  readonly number: number;
  /** What follows the number; null for `fn-1`. */
  readonly slug: string | null;
  /** The task's number within its epic; null for an epic. */
  readonly task: number | null;
}

export const maximumSlugLength = 20;
const randomSlugLength = 3;
const slugAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Fifteen digits stay exact in a double. */
const idPattern = /^([a-z]+)-(\d{1,15})(?:-([a-z0-9](?:[a-z0-9-]*[a-z0-9])?))?(?:\.(\d{1,15}))?$/;

/** The parts of an id, or null where the text is not one. */
export function parseId(id: string): ParsedId | null {
  const match = idPattern.exec(id);
  if (!match) return null;
  const [, prefix = '', number = '', slug, task] = match;
  return {
    prefix,
    number: Number(number),
    slug: slug ?? null,
    task: task === undefined ? null : Number(task),
  };
}

export function isTaskId(id: string): boolean {
  return typeof parseId(id)?.task === 'number';
}

export function isEpicId(id: string): boolean {
  return parseId(id)?.task === null;
}

/** The epic that a task's id names, suffix kept; null where the text is not a task's id. */
export function epicIdOfTask(id: string): string | null {
  return isTaskId(id) ? id.slice(0, id.lastIndexOf('.')) : null;
}

/** The id without its slug, `fn-1.2` for `fn-1-add-auth.2`; an unknown form stays as it is. */
export function shortId(id: string): string {
  const parsed = parseId(id);
  if (!parsed) return id;
  const epic = `${parsed.prefix}-${parsed.number}`;
  return parsed.task === null ? epic : `${epic}.${parsed.task}`;
}

/**
 * Natural order, total over all texts: runs of digits compare as numbers, and what hangs behind a dot follows its
 * parent at once (`fn-1`, `fn-1.2`, `fn-1.10`, `fn-1-add-auth`). Texts that differ only in leading zeros are ordered
 * by their code units.
 */
export function compareIds(left: string, right: string): number {
  let leftIndex = 0;
  let rightIndex = 0;
  while (leftIndex < left.length && rightIndex < right.length) {
    const leftCode = left.charCodeAt(leftIndex);
    const rightCode = right.charCodeAt(rightIndex);
    if (isDigit(leftCode) && isDigit(rightCode)) {
      const leftEnd = digitsEnd(left, leftIndex);
      const rightEnd = digitsEnd(right, rightIndex);
      const difference = compareDigits(left, leftIndex, leftEnd, right, rightIndex, rightEnd);
      if (difference !== 0) return difference;
      leftIndex = leftEnd;
      rightIndex = rightEnd;
    } else if (leftCode === rightCode) {
      leftIndex += 1;
      rightIndex += 1;
    } else {
      return sortRank(leftCode) - sortRank(rightCode);
    }
  }
  const difference = left.length - leftIndex - (right.length - rightIndex);
  if (difference !== 0) return difference;
  return left < right ? -1 : left > right ? 1 : 0;
}

const dot = 46;

/** The dot before all else, so that children stand before siblings with a longer name. */
function sortRank(code: number): number {
  return code === dot ? -1 : code;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function digitsEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

function compareDigits(
  left: string,
  leftStart: number,
  leftEnd: number,
  right: string,
  rightStart: number,
  rightEnd: number,
): number {
  while (leftStart < leftEnd && left.charCodeAt(leftStart) === 48) leftStart += 1;
  while (rightStart < rightEnd && right.charCodeAt(rightStart) === 48) rightStart += 1;
  const difference = leftEnd - leftStart - (rightEnd - rightStart);
  if (difference !== 0) return difference;
  for (let offset = 0; leftStart + offset < leftEnd; offset += 1) {
    const step = left.charCodeAt(leftStart + offset) - right.charCodeAt(rightStart + offset);
    if (step !== 0) return step;
  }
  return 0;
}

/**
 * A title as the last part of an id: lower-case ASCII letters, digits and single hyphens, cut at the last hyphen that
 * keeps it within `maximum` characters. A title with none of these becomes three random characters.
 */
export function slugify(
  title: string,
  { maximum = maximumSlugLength, random }: { maximum?: number; random: Random },
): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9\s_-]/g, '')
    .replace(/[\s_-]+/g, '-')
    .replace(/^-|-$/g, '');
  return cutAtHyphen(slug, maximum) || randomSlug(random);
}

function cutAtHyphen(slug: string, maximum: number): string {
  if (slug.length <= maximum) return slug;
  const hyphen = slug.lastIndexOf('-', maximum);
  return slug.slice(0, hyphen > 0 ? hyphen : maximum);
}

function randomSlug(random: Random): string {
  return Array.from({ length: randomSlugLength }, () =>
    slugAlphabet.charAt(Math.floor(random() * slugAlphabet.length)),
  ).join('');
}

export function makeEpicId(options: {
  prefix?: string;
  number: number;
  title: string;
  random: Random;
}): string {
  const { prefix = 'fn', number, title, random } = options;
  return `${prefix}-${number}-${slugify(title, { random })}`;
}

export function makeTaskId(epicId: string, number: number): string {
  return `${epicId}.${number}`;
}
