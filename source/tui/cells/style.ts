/** The looks of a cell as a terminal keeps them, and the shortest way from one to another. */

export interface Style {
  /** The parameters that set this style on a terminal in its default one; empty for the default. Styles with equal keys are identical. */
  readonly key: string;
  readonly attributes: ReadonlySet<number>;
  readonly foreground: string;
  readonly background: string;
}

/** Attributes that turn one off, by the parameter that turns it on. */
const offCodes: ReadonlyMap<number, number> = new Map([
  [1, 22],
  [2, 22],
  [3, 23],
  [4, 24],
  [5, 25],
  [7, 27],
  [8, 28],
  [9, 29],
  [53, 55],
]);
const onCodes = [...offCodes.keys()];
/** Attributes that can be seen on a space: underline, blinking or not, inverse, struck out, overlined. */
const visibleOnBlank = [4, 7, 9, 53];

const styles = new Map<string, Style>();
export const plain = styleOf(new Set(), '', '');

function styleOf(attributes: ReadonlySet<number>, foreground: string, background: string): Style {
  const parts: string[] = onCodes.filter((code) => attributes.has(code)).map(String);
  const key = [...parts, foreground, background].filter((part) => part !== '').join(';');
  const known = styles.get(key);
  if (known) return known;
  const style = { key, attributes, foreground, background };
  styles.set(key, style);
  return style;
}

const applied = new Map<Style, Map<string, Style>>();

/** The style after `CSI parameters m`. */
export function withParameters(style: Style, parameters: string): Style {
  const known = applied.get(style) ?? new Map<string, Style>();
  if (known.size === 0) applied.set(style, known);
  let result = known.get(parameters);
  if (!result) known.set(parameters, (result = apply(style, parameters)));
  return result;
}

function apply(style: Style, parameters: string): Style {
  const attributes = new Set(style.attributes);
  let { foreground, background } = style;
  const codes = parameters.split(/[;:]/).map(Number);
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 0) {
      attributes.clear();
      foreground = background = '';
    } else if (offCodes.has(code)) attributes.add(code);
    else if (code === 38 || code === 48) {
      const length = codes[index + 1] === 2 ? 5 : 3;
      const colour = codes.slice(index, index + length).join(';');
      if (code === 38) foreground = colour;
      else background = colour;
      index += length - 1;
    } else if (code === 39) foreground = '';
    else if (code === 49) background = '';
    else if (isBetween(code, 30, 37) || isBetween(code, 90, 97)) foreground = String(code);
    else if (isBetween(code, 40, 47) || isBetween(code, 100, 107)) background = String(code);
    else for (const [on, off] of offCodes) if (off === code) attributes.delete(on);
  }
  return styleOf(attributes, foreground, background);
}

function isBetween(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}

/** The style of a space that looks the same: what only shapes or colours characters is left out. */
export function onBlank(style: Style): Style {
  if (style === plain) return style;
  const seen = visibleOnBlank.some((code) => style.attributes.has(code));
  return seen || style.background !== '' ? style : plain;
}

const transitions = new Map<Style, Map<Style, string>>();

/** What takes a terminal from one style to another; empty where they are the same. */
export function transition(from: Style, to: Style): string {
  if (from === to) return '';
  const known = transitions.get(from) ?? new Map<Style, string>();
  if (known.size === 0) transitions.set(from, known);
  let sequence = known.get(to);
  if (sequence === undefined) {
    const anew = to === plain ? '' : `0;${to.key}`;
    const step = difference(from, to);
    sequence = `\u001b[${step.length < anew.length ? step : anew}m`;
    known.set(to, sequence);
  }
  return sequence;
}

function difference(from: Style, to: Style): string {
  const removed = onCodes.filter((code) => from.attributes.has(code) && !to.attributes.has(code));
  const off = new Set(removed.map((code) => offCodes.get(code) ?? 0));
  // Turning one off may turn another off with it, as bold and dim do.
  const added = onCodes.filter(
    (code) =>
      to.attributes.has(code) && (!from.attributes.has(code) || off.has(offCodes.get(code) ?? 0)),
  );
  const parts: (string | number)[] = [...off, ...added];
  if (from.foreground !== to.foreground) parts.push(to.foreground || 39);
  if (from.background !== to.background) parts.push(to.background || 49);
  return parts.join(';');
}
