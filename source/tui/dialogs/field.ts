/** A field to type into, drawn. */
import { displayWidth, sanitise, truncate } from '../../platform/terminal-text.js';
import type { Line, Span } from '../line.js';
import { clean } from '../spans.js';
import type { TextField } from '../state/text-field.js';

/** The field's text with its cursor, moved so that the cursor is always in sight. */
export function fieldLine(field: TextField, placeholder: string, width: number): Line {
  if (field.text === '') {
    return [
      { text: ' ', role: 'selected' },
      { text: truncate(clean(placeholder), width - 2, ''), role: 'muted' },
    ];
  }
  const under = characterAt(field.text, field.cursor);
  const room = width - Math.max(1, displayWidth(clean(under)));
  const before = endFitting(field.text.slice(0, field.cursor), room);
  const after = field.text.slice(field.cursor + under.length);
  const line: Span[] = [
    { text: sanitise(before) },
    { text: sanitise(under) === '' ? ' ' : under, role: 'selected' },
    {
      text: truncate(
        sanitise(after),
        width - displayWidth(before) - Math.max(1, displayWidth(under)),
        '',
      ),
    },
  ];
  return line.filter(({ text }) => text !== '');
}

function characterAt(text: string, index: number): string {
  const [first] = new Intl.Segmenter().segment(text.slice(index));
  return first?.segment ?? '';
}

/** The longest end of a text that fits. */
function endFitting(text: string, width: number): string {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let used = 0;
  let start = characters.length;
  while (start > 0) {
    used += displayWidth(characters[start - 1] ?? '');
    if (used > width) break;
    start -= 1;
  }
  return characters.slice(start).join('');
}
