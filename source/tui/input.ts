/**
 * What the terminal sends, as key presses, pastes, mouse and focus reports. Ink's own hooks hand letters over without
 * their chunk and let the terminal's replies through as text, so the cockpit reads the input itself.
 *
 * Key names: a printable character is its own name; others are `enter`, `escape`, `tab`, `shift+tab`, `up`,
 * `pagedown`, `ctrl+d`, `alt+b` and the like.
 */
import {
  isReportBegun,
  isReportRest,
  mouseEvent,
  oldReportLength,
  type MouseEvent,
} from './mouse-report.js';

export type InputEvent =
  | { readonly type: 'key'; readonly name: string; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'focus'; readonly focused: boolean }
  | MouseEvent;

/** The events of one chunk as it was read. */
export interface InputChunk {
  readonly events: readonly InputEvent[];
  /** How many printable characters the chunk held outside pastes. */
  readonly printable: number;
}

const escape = '\u001b';
const pasteStart = `${escape}[200~`;
const pasteEnd = `${escape}[201~`;

/** Finals of `CSI` and `SS3` sequences, and numbers of `CSI … ~`. */
const finals: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift+tab',
};
const numbered: Readonly<Record<string, string>> = {
  '1': 'home',
  '2': 'insert',
  '3': 'delete',
  '4': 'end',
  '5': 'pageup',
  '6': 'pagedown',
  '7': 'home',
  '8': 'end',
};
const controls: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  10: 'enter',
  13: 'enter',
  27: 'escape',
  127: 'backspace',
};

/** `CSI`, parameter bytes, intermediate bytes, one final byte; `CSI [` is a function key of the Linux console. */
const controlSequence = new RegExp(String.raw`^\x1b\[(\[?[0-?]*)([ -/]*)([@-~])`);
const incompleteSequence = new RegExp(String.raw`^\x1b(\[\[?[0-?]*[ -/]*|O|)$`);
/** Replies of the terminal that are strings: up to their terminator. */
const stringSequence = new RegExp(String.raw`^\x1b[P\]X^_][^\x07\x1b]*(\x07|\x1b\\)`);
const incompleteString = new RegExp(String.raw`^\x1b[P\]X^_][^\x07\x1b]*\x1b?$`);
/** A string without an end is no reply: give up rather than swallow what is typed. */
const longestString = 4096;

/** Reads chunks into events; keeps what a chunk's end cut off until the next one or `flush`. */
export class InputParser {
  #pending = '';
  /** What was taken as it stood by the last `flush`. */
  #given = '';

  /**
   * Whether the start of a sequence waits for its rest; `flush` it some 25 ms later. The rest of a paste and of a mouse
   * report is waited for.
   */
  get waiting(): boolean {
    const begun = this.#pending;
    return begun !== '' && !begun.startsWith(pasteStart.slice(0, -1)) && !isReportBegun(begun);
  }

  push(chunk: string): InputChunk {
    // Slow lines tear reports apart: what comes late is no text that anybody typed.
    const torn = isReportRest(this.#given, chunk) ? this.#given : '';
    const text = torn + this.#pending + chunk;
    this.#pending = '';
    this.#given = '';
    const events: InputEvent[] = [];
    let rest = text;
    while (rest !== '') {
      const read = readOne(rest);
      if (read === null) {
        this.#pending = rest;
        break;
      }
      if (read.event) events.push(read.event);
      rest = rest.slice(read.length);
    }
    return chunkOf(events);
  }

  /** Takes what waited as it stands: a lone ESC is the Escape key. */
  flush(): InputChunk {
    const text = this.#pending;
    if (!this.waiting) return chunkOf([]);
    this.#pending = '';
    this.#given = text;
    // Whatever else a cut-off sequence holds is no text that anybody typed.
    const escapes = text === escape ? 1 : text === escape + escape ? 2 : 0;
    return chunkOf(Array.from({ length: escapes }, () => key('escape')));
  }

  /** Forgets whatever waits for its rest. */
  reset(): void {
    this.#pending = '';
    this.#given = '';
  }
}

interface Read {
  readonly event: InputEvent | null;
  readonly length: number;
}

/** The first event of a text; null when more must come before it can be told. */
function readOne(text: string): Read | null {
  if (!text.startsWith(escape)) return readCharacter(text);
  if (text.startsWith(pasteStart)) return readPaste(text);
  if (incompleteSequence.test(text) || isReportBegun(text)) return null;
  const oldLength = oldReportLength(text);
  if (oldLength > 0) return { event: null, length: oldLength };
  const sequence = controlSequence.exec(text);
  if (sequence) return { event: sequenceEvent(sequence), length: sequence[0].length };
  if (text[1] === 'O') return { event: named(finals[text[2] ?? '']), length: 3 };
  const reply = stringSequence.exec(text);
  if (reply) return { event: null, length: reply[0].length };
  if (text.length < longestString && incompleteString.test(text)) return null;
  if (text[1] === escape) return text.length === 2 ? null : { event: key('escape'), length: 1 };
  const next = readCharacter(text.slice(1));
  const name = next.event?.type === 'key' ? next.event.name : '';
  return { event: name === '' ? null : key(`alt+${name}`), length: 1 + next.length };
}

function readPaste(text: string): Read | null {
  const end = text.indexOf(pasteEnd, pasteStart.length);
  if (end === -1) return null;
  return {
    event: { type: 'paste', text: text.slice(pasteStart.length, end) },
    length: end + pasteEnd.length,
  };
}

function readCharacter(text: string): Read {
  const code = text.codePointAt(0) ?? 0;
  const character = String.fromCodePoint(code);
  const length = character.length;
  const control = controls[code];
  if (control) return { event: key(control), length };
  if (code === 0) return { event: key('ctrl+space'), length };
  if (code < 32) return { event: key(`ctrl+${String.fromCharCode(code + 96)}`), length };
  if (code >= 0x80 && code < 0xa0) return { event: null, length };
  return { event: { type: 'key', name: character, text: character }, length };
}

function sequenceEvent([
  ,
  parameters = '',
  intermediate,
  final = '',
]: RegExpExecArray): InputEvent | null {
  if (parameters === '' && !intermediate && (final === 'I' || final === 'O')) {
    return { type: 'focus', focused: final === 'I' };
  }
  if (parameters.startsWith('<') && !intermediate) return mouseEvent(parameters, final);
  // Replies (device attributes, cursor position, modes) carry a private mark or another final: no keys.
  if (/^[[<=>?]/.test(parameters) || intermediate) return null;
  const [number = '', modifier] = parameters.split(';');
  const name = final === '~' ? numbered[number] : finals[final];
  return name === undefined ? null : key(withModifiers(name, modifier));
}

/** `modifier` as xterm counts: 1 + shift 1 + alt 2 + control 4. */
function withModifiers(name: string, modifier: string | undefined): string {
  const bits = Number(modifier ?? 1) - 1;
  if (!(bits > 0)) return name;
  const prefixes = [bits & 4 ? 'ctrl+' : '', bits & 2 ? 'alt+' : '', bits & 1 ? 'shift+' : ''];
  return prefixes.join('') + name;
}

function named(name: string | undefined): InputEvent | null {
  return name === undefined ? null : key(name);
}

function key(name: string): InputEvent {
  return { type: 'key', name, text: '' };
}

function chunkOf(events: readonly InputEvent[]): InputChunk {
  const printable = events.filter((event) => event.type === 'key' && event.text !== '').length;
  return { events, printable };
}

/** More printable characters than a hand sends at once: a paste into a terminal without bracketed paste. */
export const largestTypedChunk = 8;
/** Milliseconds after the window got the focus in which a key was perhaps meant for another window. */
export const focusGrace = 100;

/**
 * Why a key that acts on data is not honoured now; null when it is.
 * @param focusedAt when the terminal last reported the focus, in milliseconds; null for never
 */
export function refusal(
  chunk: InputChunk,
  now: number,
  focusedAt: number | null,
): 'pasted' | 'just-focused' | null {
  if (chunk.printable > largestTypedChunk) return 'pasted';
  if (focusedAt !== null && now - focusedAt < focusGrace) return 'just-focused';
  return null;
}
