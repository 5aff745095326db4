/** How many colours the terminal shows, decided from the environment alone. */

export const colourLevels = ['none', 'basic', 'indexed', 'full'] as const;
/** `basic`: the terminal's own 16; `indexed`: 256; `full`: 24 bits. */
export type ColourLevel = (typeof colourLevels)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals that show 24 bits without saying so in COLORTERM. */
const fullColourTerminals = /^(xterm-kitty|xterm-ghostty|alacritty|wezterm|foot)/;
const fullColourPrograms = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty']);

/**
 * @param environment NO_COLOR (any value but the empty one) wins over FORCE_COLOR (0–3, true, false),
 * which wins over what the terminal says of itself
 * @param isTerminal whether the output goes to a terminal
 */
export function colourLevel(environment: Environment, isTerminal: boolean): ColourLevel {
  if (environment['NO_COLOR']) return 'none';
  const forced = forcedLevel(environment['FORCE_COLOR']);
  if (forced !== null) return forced;
  if (!isTerminal) return 'none';
  return ownLevel(environment);
}

function forcedLevel(value: string | undefined): ColourLevel | null {
  if (value === undefined) return null;
  if (value === 'false') return 'none';
  if (value === '' || value === 'true') return 'basic';
  return colourLevels[Number(value)] ?? null;
}

function ownLevel(environment: Environment): ColourLevel {
  const terminal = environment['TERM'] ?? '';
  if (terminal === 'dumb') return 'none';
  if (/^(truecolor|24bit)$/.test(environment['COLORTERM'] ?? '')) return 'full';
  if (fullColourTerminals.test(terminal)) return 'full';
  if (fullColourPrograms.has(environment['TERM_PROGRAM'] ?? '')) return 'full';
  if (terminal.includes('256color')) return 'indexed';
  return 'basic';
}
