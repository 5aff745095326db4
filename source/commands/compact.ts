/** The shape of `--compact`: what a reader short of room does without. */

/** What the outcome, a question to git or `show` without the flag says as well. */
export const leftOut: ReadonlySet<string> = new Set([
  ...['message', 'created_at', 'updated_at', 'spec_path', 'file_path', 'schema_version'],
]);

/** A value without those keys, however deep. */
export function compacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compacted);
  return isObject(value) ? compactObject(value) : value;
}

export function compactObject(object: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key]) => !leftOut.has(key))
      .map(([key, value]) => [key, compacted(value)]),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
