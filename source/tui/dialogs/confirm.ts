/** A question with yes and no. */
import { clean, wrapSpans } from '../spans.js';
import type { Question } from '../state/cockpit-state.js';
import { dialogColumns, framed, type Box } from './box.js';
import type { DialogView } from './view.js';

export function confirmBox(dialog: Question, { size, glyphs }: DialogView): Box {
  const columns = dialogColumns(size);
  const lines = dialog.lines.flatMap((text) => wrapSpans([{ text: clean(text) }], columns - 4));
  return framed(dialog.title, 'y yes  n no', lines, columns, size, glyphs);
}
