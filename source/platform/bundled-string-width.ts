/**
 * What the bundled packages use in place of `string-width`: the same widths, but for letters that ours parts from what
 * follows them, in time that grows with the text's length and no faster, and only once for texts that come again. They
 * measure each text of each frame anew.
 */
import stringWidth, { type Options } from 'string-width';
import { widthOf } from './cell-width.js';

/** More than a screen has. */
const rememberedTexts = 1024;

const styling = new RegExp(String.raw`\x1b\[[0-9;]*m`, 'g');
/** What other sequences begin with. */
const introducer = new RegExp(String.raw`[\x1b\x80-\x9f]`);
const widths = new Map<string, number>();

/** As `string-width` documents it. */
export default function bundledStringWidth(text: string, options?: Options): number {
  if (options !== undefined || typeof text !== 'string') return stringWidth(text, options);
  const known = widths.get(text);
  if (known !== undefined) return known;
  const bare = text.includes('\u001b') ? text.replace(styling, '') : text;
  const width = introducer.test(bare) ? stringWidth(text) : widthOf(bare);
  if (widths.size >= rememberedTexts) widths.clear();
  widths.set(text, width);
  return width;
}
