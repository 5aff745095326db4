import type { ColourLevel } from './colour-level.js';
import type { Line } from './line.js';

/** The roles a span of text can play; the theme gives each its looks in every colour mode. */
export const styleRoles = [
  'text',
  'muted',
  'emphasis',
  'title',
  'titleFocused',
  'border',
  'borderFocused',
  'selected',
  'selectedUnfocused',
  'critical',
  'match',
  'link',
  'code',
  'heading',
  'statusTodo',
  'statusHinted',
  'statusInProgress',
  'statusDone',
  'statusBlocked',
  'statusSkipped',
  'statusFailed',
  'statusRetry',
  'statusUpstream',
  'levelDebug',
  'levelInfo',
  'levelWarning',
  'levelError',
  'progressDone',
  'progressRunning',
  'progressFailed',
  'progressHinted',
  'progressRest',
  'live',
  'stale',
  'key',
  'marked',
  'unread',
] as const;
export type StyleRole = (typeof styleRoles)[number];

/** One of the terminal's own colours, which its owner chose to be readable. */
export type BasicColour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

const basicCodes: Readonly<Record<BasicColour, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
};

export type Attribute = 'bold' | 'dim' | 'underline' | 'inverse';

const attributeCodes: Readonly<Record<Attribute, number>> = {
  bold: 1,
  dim: 2,
  underline: 4,
  inverse: 7,
};

export interface Looks {
  /** `[24 bits as #rrggbb, one of the 16]`; the 256 colours are derived from the first. */
  readonly colour?: readonly [string, BasicColour];
  readonly attributes?: readonly Attribute[];
  /** Attributes in place of `attributes` where there is no colour to tell roles apart. */
  readonly plain?: readonly Attribute[];
}

/** Middle tones: each has a contrast of at least 3 : 1 on black and on white alike. */
const blue = ['#3b82f6', 'blue'] as const;
const green = ['#16a34a', 'green'] as const;
const red = ['#dc2626', 'red'] as const;
const amber = ['#b45309', 'yellow'] as const;
const violet = ['#9333ea', 'magenta'] as const;
const teal = ['#0891b2', 'cyan'] as const;

/** The one table of looks. No backgrounds: a cursor's row is inverse, so it follows the terminal's own colours. */
export const looks: Readonly<Record<StyleRole, Looks>> = {
  text: {},
  muted: { attributes: ['dim'] },
  emphasis: { attributes: ['bold'] },
  title: {},
  titleFocused: { colour: blue, attributes: ['bold'], plain: ['bold', 'inverse'] },
  border: { attributes: ['dim'] },
  borderFocused: { colour: blue, plain: ['bold'] },
  selected: { attributes: ['inverse'] },
  selectedUnfocused: { attributes: ['bold', 'underline'] },
  critical: { colour: violet, attributes: ['bold'] },
  match: { colour: amber, attributes: ['bold', 'underline'] },
  link: { colour: blue, attributes: ['underline'] },
  code: { colour: teal },
  heading: { colour: blue, attributes: ['bold'] },
  statusTodo: {},
  statusHinted: { colour: teal },
  statusInProgress: { colour: blue, attributes: ['bold'] },
  statusDone: { colour: green, plain: ['dim'] },
  statusBlocked: { colour: amber, attributes: ['bold'] },
  statusSkipped: { attributes: ['dim'] },
  statusFailed: { colour: red, attributes: ['bold'] },
  statusRetry: { colour: amber },
  statusUpstream: { colour: red },
  levelDebug: { attributes: ['dim'] },
  levelInfo: {},
  levelWarning: { colour: amber },
  levelError: { colour: red, attributes: ['bold'] },
  progressDone: { colour: green },
  progressRunning: { colour: blue },
  progressFailed: { colour: red },
  progressHinted: { colour: teal },
  progressRest: { attributes: ['dim'] },
  live: { colour: green },
  stale: { colour: red, attributes: ['bold'] },
  key: { colour: blue, attributes: ['bold'] },
  marked: { colour: violet, attributes: ['bold'] },
  unread: { colour: amber, attributes: ['bold'] },
};

/** What a terminal is told before a span of each role; empty for plain text. */
export type Theme = Readonly<Record<StyleRole, string>>;

const escape = '\u001b';
const reset = `${escape}[0m`;

export function createTheme(level: ColourLevel): Theme {
  return Object.fromEntries(
    styleRoles.map((role) => [role, sequence(looks[role], level)]),
  ) as Record<StyleRole, string>;
}

/**
 * One string for the terminal: a sequence before each styled span and a reset after it.
 * Neighbours with the same looks share theirs.
 */
export function paint(line: Line, theme: Theme): string {
  let painted = '';
  let open = '';
  for (const { text, role } of line) {
    if (text === '') continue;
    const wanted = role ? theme[role] : '';
    if (wanted !== open) {
      if (open) painted += reset;
      painted += wanted;
      open = wanted;
    }
    painted += text;
  }
  return open ? painted + reset : painted;
}

function sequence({ colour, attributes = [], plain }: Looks, level: ColourLevel): string {
  const codes = (level === 'none' ? (plain ?? attributes) : attributes).map(
    (attribute): number | string => attributeCodes[attribute],
  );
  if (colour && level !== 'none') codes.push(colourCode(colour, level));
  return codes.length === 0 ? '' : `${escape}[${codes.join(';')}m`;
}

function colourCode(
  [hexadecimal, basic]: readonly [string, BasicColour],
  level: Exclude<ColourLevel, 'none'>,
): number | string {
  if (level === 'basic') return basicCodes[basic];
  const channels = channelsOf(hexadecimal);
  if (level === 'full') return `38;2;${channels.join(';')}`;
  const [redStep, greenStep, blueStep] = channels.map(cubeStep);
  return `38;5;${16 + 36 * (redStep ?? 0) + 6 * (greenStep ?? 0) + (blueStep ?? 0)}`;
}

/** Red, green and blue, 0–255, of `#rrggbb`. */
export function channelsOf(hexadecimal: string): readonly [number, number, number] {
  const value = Number.parseInt(hexadecimal.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The step of the 256 colours' 6 × 6 × 6 cube that is nearest to a channel's value. */
function cubeStep(channel: number): number {
  if (channel < 48) return 0;
  if (channel < 115) return 1;
  return Math.round((channel - 55) / 40);
}
