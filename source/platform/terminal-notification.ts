/** What a terminal is sent to ring and to show a notification of the desktop, also through tmux and screen. */
import type { Environment } from './environment.js';
import { sanitise } from './terminal-text.js';

export const bell = '\u0007';

const escape = '\u001b';
const stringEnd = '\u001b\\';
const longestText = 200;

/** A notification with a title and a text, as the terminal that the environment tells of understands it. */
export function desktopNotification(
  { title, text }: { readonly title: string; readonly text: string },
  environment: Environment,
): string {
  const [shownTitle, shownText] = [title, text].map((each) => field(each));
  const sequence = takesTitle(environment)
    ? `${escape}]777;notify;${shownTitle ?? ''};${shownText ?? ''}${bell}`
    : `${escape}]9;${shownTitle ?? ''}: ${shownText ?? ''}${bell}`;
  return throughMultiplexer(sequence, environment);
}

/** Terminals of the VTE family, rxvt and foot know OSC 777; the others OSC 9, or neither. */
function takesTitle(environment: Environment): boolean {
  const { TERM = '', VTE_VERSION = '' } = environment;
  return VTE_VERSION !== '' || /^(rxvt|foot)/.test(TERM);
}

/** One line without what would end the sequence or begin another field. */
function field(text: string): string {
  return sanitise(text).replaceAll(';', ',').trim().slice(0, longestText);
}

/** Hands a sequence on to the terminal outside: tmux takes it with its escapes doubled, screen as it is. */
function throughMultiplexer(sequence: string, { TMUX = '', STY = '' }: Environment): string {
  if (TMUX !== '')
    return `${escape}Ptmux;${sequence.replaceAll(escape, escape + escape)}${stringEnd}`;
  return STY === '' ? sequence : `${escape}P${sequence}${stringEnd}`;
}
