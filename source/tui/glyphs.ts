/** The characters that the screen is drawn with, in a Unicode and an ASCII set. Status is never told by colour alone. */
import type { InboxKind, TaskStatus } from '../domain/vocabulary.js';

export interface Glyphs {
  readonly status: Readonly<Record<TaskStatus, string>>;
  readonly hinted: string;
  /** What needs a person. */
  readonly inbox: Readonly<Record<InboxKind, string>>;
  readonly critical: string;
  readonly live: string;
  readonly stale: string;
  readonly ellipsis: string;
  readonly barFull: string;
  readonly barEmpty: string;
  readonly barRunning: string;
  readonly barFailed: string;
  readonly barHinted: string;
  readonly cursor: string;
  readonly bullet: string;
  /** On the edge of a marked row. */
  readonly marked: string;
  /** On the edge of a row about which something happened that was not looked at yet. */
  readonly unread: string;
  /** From one value to the next. */
  readonly arrow: string;
  /** Before the name of a group whose rows are hidden, and shown. */
  readonly folded: string;
  readonly unfolded: string;
  readonly checked: string;
  readonly unchecked: string;
  readonly lane: {
    readonly vertical: string;
    readonly horizontal: string;
    readonly node: string;
    readonly branchDown: string;
    readonly branchUp: string;
    readonly cornerDown: string;
    readonly cornerUp: string;
    readonly cross: string;
    readonly mergeLeft: string;
    readonly mergeRight: string;
  };
  readonly frame: {
    readonly topLeft: string;
    readonly topRight: string;
    readonly bottomLeft: string;
    readonly bottomRight: string;
    readonly horizontal: string;
    readonly vertical: string;
    /** By the sides that lines come from: 1 above, 2 right, 4 below, 8 left. */
    readonly joints: string;
  };
}

export const unicodeGlyphs: Glyphs = {
  status: {
    todo: '○',
    in_progress: '▶',
    done: '✓',
    blocked: '⊘',
    skipped: '–',
    failed: '✗',
    up_for_retry: '↻',
    upstream_failed: '⇡',
  },
  hinted: '◌',
  inbox: {
    failed: '✗',
    blocked: '⊘',
    stale: '◍',
    conflict: '≠',
    finding: '¶',
    approval: '?',
    hint: '◌',
    closable: '✓',
  },
  critical: '◆',
  live: '●',
  stale: '◍',
  ellipsis: '…',
  barFull: '█',
  barEmpty: '░',
  barRunning: '▓',
  barFailed: '✗',
  barHinted: '▒',
  cursor: '›',
  bullet: '•',
  marked: '◆',
  unread: '•',
  arrow: '→',
  folded: '▸',
  unfolded: '▾',
  checked: '☑',
  unchecked: '☐',
  lane: {
    vertical: '│',
    horizontal: '─',
    node: '●',
    branchDown: '┬',
    branchUp: '┴',
    cornerDown: '╮',
    cornerUp: '╯',
    cross: '┼',
    mergeLeft: '┤',
    mergeRight: '├',
  },
  frame: {
    topLeft: '╭',
    topRight: '╮',
    bottomLeft: '╰',
    bottomRight: '╯',
    horizontal: '─',
    vertical: '│',
    joints: ' │─╰││╭├─╯─┴╮┤┬┼',
  },
};

export const asciiGlyphs: Glyphs = {
  status: {
    todo: 'o',
    in_progress: '>',
    done: '+',
    blocked: '!',
    skipped: '-',
    failed: 'X',
    up_for_retry: '~',
    upstream_failed: '^',
  },
  hinted: '?',
  inbox: {
    failed: 'X',
    blocked: '!',
    stale: '.',
    conflict: '=',
    finding: '#',
    approval: 'A',
    hint: '?',
    closable: '+',
  },
  critical: '*',
  live: '*',
  stale: '.',
  ellipsis: '...',
  barFull: '#',
  barEmpty: '.',
  barRunning: '>',
  barFailed: 'X',
  barHinted: '?',
  cursor: '>',
  bullet: '-',
  marked: '#',
  unread: '*',
  arrow: '->',
  folded: '+',
  unfolded: '-',
  checked: '[x]',
  unchecked: '[ ]',
  lane: {
    vertical: '|',
    horizontal: '-',
    node: '*',
    branchDown: '+',
    branchUp: '+',
    cornerDown: '\\',
    cornerUp: '/',
    cross: '+',
    mergeLeft: '+',
    mergeRight: '+',
  },
  frame: {
    topLeft: '+',
    topRight: '+',
    bottomLeft: '+',
    bottomRight: '+',
    horizontal: '-',
    vertical: '|',
    joints: ' |-+||++-+-+++++',
  },
};
