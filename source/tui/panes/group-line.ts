/** The line above the rows of a group, drawn alike in every list. */
import type { Glyphs } from '../glyphs.js';
import type { Line } from '../line.js';
import { clean, span } from '../spans.js';
import type { GroupHeader } from './list-query.js';

export function groupLine({ label, count, folded }: GroupHeader, glyphs: Glyphs): Line {
  const mark = folded ? glyphs.folded : glyphs.unfolded;
  return [span(`${mark} `, 'muted'), span(clean(label), 'heading'), span(` ${count}`, 'muted')];
}
