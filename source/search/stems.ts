/** What is left of an English word without its endings, so that `retried`, `retries` and `retry` are one. */

const shortest = 3;

/** Longer endings first; what stands in their place. */
const endings: readonly (readonly [string, string])[] = [
  ['ations', 'at'],
  ['ation', 'at'],
  ['ators', 'at'],
  ['ator', 'at'],
  ['ating', 'at'],
  ['ated', 'at'],
  ['ates', 'at'],
  ['ate', 'at'],
  ['ities', ''],
  ['ity', ''],
  ['izing', 'iz'],
  ['ized', 'iz'],
  ['izer', 'iz'],
  ['izes', 'iz'],
  ['ize', 'iz'],
  ['ises', 'iz'],
  ['ise', 'iz'],
  ['ements', ''],
  ['ement', ''],
  ['ments', ''],
  ['ment', ''],
  ['nesses', ''],
  ['ness', ''],
  ['ions', ''],
  ['ion', ''],
  ['ings', ''],
  ['ing', ''],
  ['ables', ''],
  ['able', ''],
  ['ible', ''],
  ['ences', ''],
  ['ence', ''],
  ['ances', ''],
  ['ance', ''],
  ['ants', ''],
  ['ant', ''],
  ['ents', ''],
  ['ent', ''],
  ['ively', ''],
  ['ives', ''],
  ['ive', ''],
  ['fully', ''],
  ['ful', ''],
  ['ally', ''],
  ['ly', ''],
  ['ies', 'y'],
  ['ied', 'y'],
  ['iers', 'y'],
  ['ier', 'y'],
  ['sses', 'ss'],
  ['ers', ''],
  ['er', ''],
  ['ors', ''],
  ['or', ''],
  ['ed', ''],
  ['es', ''],
  ['s', ''],
  ['e', ''],
];

/** @param word folded */
export function stemOf(word: string): string {
  if (word.length <= shortest || /[^a-z]/.test(word)) return word;
  for (const [ending, rest] of endings) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, word.length - ending.length) + rest;
    if (stem.length < shortest || !/[aeiouy]/.test(stem)) continue;
    if (ending === 's' && /[su]$/.test(stem)) break;
    return tidy(stem);
  }
  return tidy(word);
}

/** One letter of a doubled last consonant, `i` for a last `y`, and no last `e`. */
function tidy(stem: string): string {
  return stem
    .replace(/([bdfgklmnprt])\1$/, '$1')
    .replace(/y$/, 'i')
    .replace(/(?<=..)e$/, '');
}
