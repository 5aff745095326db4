/** The ids most like one that names nothing: people leave out the title, the number's prefix, or the number. */
import { parseId, shortId } from '../domain/ids.js';
import { nearest } from './distance.js';

/** @returns at most three, best first */
export function nearestIds(text: string, ids: readonly string[]): readonly string[] {
  const typed = text.trim().toLowerCase();
  const owners = new Map<string, string[]>();
  for (const id of ids) {
    for (const spelling of spellings(id)) {
      owners.set(spelling, [...(owners.get(spelling) ?? []), id]);
    }
  }
  const found = nearest(typed, [...owners.keys()], 3).flatMap(
    (spelling) => owners.get(spelling) ?? [],
  );
  return [...new Set(found)].slice(0, 3);
}

/** `fn-1-add-auth.2`, `fn-1.2`, `1.2` and `add-auth.2`. */
function spellings(id: string): ReadonlySet<string> {
  const parsed = parseId(id);
  if (parsed === null) return new Set([id.toLowerCase()]);
  const ending = parsed.task === null ? '' : `.${parsed.task}`;
  return new Set([
    id,
    shortId(id),
    `${parsed.number}${ending}`,
    ...(parsed.slug === null ? [] : [`${parsed.slug}${ending}`]),
  ]);
}
