/**
 * What the bundled packages use in place of `string-width`: the same widths, without its segmenter where every character
 * is known to be narrow. It measures each text of each frame anew, and on Node 20 that is a quarter of a frame's time.
 */
import stringWidth, { type Options } from 'string-width';
import { isNarrow } from './cell-width.js';

const styling = new RegExp(String.raw`\x1b\[[0-9;]*m`, 'g');

/** As `string-width` documents it. */
export default function bundledStringWidth(text: string, options?: Options): number {
  if (options !== undefined || typeof text !== 'string') return stringWidth(text, options);
  const bare = text.includes('\u001b') ? text.replace(styling, '') : text;
  return isNarrow(bare) ? bare.length : stringWidth(text);
}
