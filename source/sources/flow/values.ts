/** Values of hand-edited files as what they are meant to be; whatever cannot be read becomes null or empty. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const loneSurrogate = /\p{Surrogate}/u;

/** Text that the store can keep: the client cuts at a NUL and cannot encode a lone surrogate. */
export function storable(text: string): string {
  const plain = text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
  return loneSurrogate.test(plain) ? plain.replaceAll(/\p{Surrogate}/gu, '\ufffd') : plain;
}

/** A text or number as text, trimmed; null where there is none. */
export function optionalText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  return storable(value).trim() || null;
}

/** A text on one line. */
export function optionalLine(value: unknown): string | null {
  return optionalText(value)?.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ') ?? null;
}

export function optionalInteger(value: unknown): number | null {
  const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(Math.trunc(number))
    ? Math.trunc(number)
    : null;
}

/** A list of texts; a single text counts as a list of one, other items keep their JSON. */
export function textList(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => {
    const text =
      typeof item === 'object' && item !== null ? JSON.stringify(item) : optionalText(item);
    return text === null ? [] : [storable(text)];
  });
}

/** The texts without repetition, in their order. */
export function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

const withoutZone = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/;

/** A point in time as ISO 8601 in UTC with milliseconds; times without a zone are taken as UTC. */
export function optionalTime(value: unknown): string | null {
  const text = optionalText(value);
  if (text === null) return null;
  const milliseconds = Date.parse(withoutZone.test(text) ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

/** The keys of `data` that are not among the known ones. */
export function withoutKeys(data: JsonObject, known: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !known.has(key)));
}
