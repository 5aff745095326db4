import { describe, expect, it } from 'vitest';
import { edit, emptyField, insert, type TextField } from '../../../source/tui/state/text-field.js';

/** A field as text with `|` for the cursor. */
function shown({ text, cursor }: TextField): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function field(text: string): TextField {
  return { text: text.replace('|', ''), cursor: text.indexOf('|') };
}

describe('a text field', () => {
  it.each([
    ['ab|', 'left', 'a|b'],
    ['a|b', 'right', 'ab|'],
    ['ab|', 'home', '|ab'],
    ['|ab', 'ctrl+e', 'ab|'],
    ['ab|c', 'ctrl+a', '|abc'],
    ['ab|c', 'backspace', 'a|c'],
    ['a|bc', 'delete', 'a|c'],
    ['|a', 'backspace', '|a'],
    ['a|', 'right', 'a|'],
    ['one two  |x', 'ctrl+w', 'one |x'],
    ['one|', 'ctrl+w', '|'],
    ['one |two', 'ctrl+u', '|two'],
    ['one |two', 'ctrl+k', 'one |'],
    ['a👩‍👩‍👧|', 'backspace', 'a|'],
    ['e\u0301|x', 'left', '|e\u0301x'],
  ])('turns %j by %s into %j', (before, key, after) => {
    const edited = edit(field(before), key);
    expect(edited && shown(edited)).toBe(after);
  });

  it('does nothing for other keys', () => {
    expect(edit(emptyField, 'pageup')).toBeNull();
  });

  it('takes a paste on one line and without control characters', () => {
    expect(shown(insert(field('a|z'), 'b\r\nc\td\u001b[31m\u0000'))).toBe('ab c d[31m|z');
  });
});
