/** A list bound as one argument: `WHERE id IN (SELECT value FROM json_each(?))`. */
export function bindList(values: Iterable<string | number>): string {
  return JSON.stringify([...values]);
}
