/** A single line of text being typed, with a cursor: pure. */

export interface TextField {
  readonly text: string;
  /** An index into `text`, always between characters as people see them. */
  readonly cursor: number;
}

export const emptyField: TextField = { text: '', cursor: 0 };

/** A field that holds a text already, with the cursor behind it. */
export function filledField(text: string): TextField {
  return insert(emptyField, text);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Puts text in at the cursor; line ends and tabs become spaces, other control characters go. */
export function insert({ text, cursor }: TextField, added: string): TextField {
  const clean = added.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, '');
  return {
    text: text.slice(0, cursor) + clean + text.slice(cursor),
    cursor: cursor + clean.length,
  };
}

const edits: Readonly<Record<string, (field: TextField) => TextField>> = {
  left: ({ text, cursor }) => ({ text, cursor: before(text, cursor) }),
  right: ({ text, cursor }) => ({ text, cursor: after(text, cursor) }),
  home: ({ text }) => ({ text, cursor: 0 }),
  end: ({ text }) => ({ text, cursor: text.length }),
  backspace: ({ text, cursor }) => cut(text, before(text, cursor), cursor),
  delete: ({ text, cursor }) => cut(text, cursor, after(text, cursor)),
  'ctrl+w': ({ text, cursor }) => cut(text, wordStart(text, cursor), cursor),
  'ctrl+u': ({ text, cursor }) => cut(text, 0, cursor),
  'ctrl+k': ({ text, cursor }) => cut(text, cursor, text.length),
};
const aliases: Readonly<Record<string, string>> = {
  'ctrl+a': 'home',
  'ctrl+e': 'end',
  'ctrl+b': 'left',
  'ctrl+f': 'right',
  'ctrl+d': 'delete',
  'alt+backspace': 'ctrl+w',
};

/** What an editing key does to the field; null for a key that edits nothing. */
export function edit(field: TextField, key: string): TextField | null {
  return edits[aliases[key] ?? key]?.(field) ?? null;
}

/** Puts text in the place of a range, with the cursor behind it. */
export function replaceRange({ text }: TextField, from: number, to: number, by: string): TextField {
  return { text: text.slice(0, from) + by + text.slice(to), cursor: from + by.length };
}

function cut(text: string, from: number, to: number): TextField {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

function before(text: string, cursor: number): number {
  let previous = 0;
  for (const { index } of segmenter.segment(text)) {
    if (index >= cursor) break;
    previous = index;
  }
  return previous;
}

function after(text: string, cursor: number): number {
  for (const { index } of segmenter.segment(text)) if (index > cursor) return index;
  return text.length;
}

function wordStart(text: string, cursor: number): number {
  return text.slice(0, cursor).replace(/\S+\s*$|\s+$/, '').length;
}
