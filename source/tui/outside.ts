/** What the cockpit hands to the terminal and to other programs, with failures as errors that it can tell. */
import { FlowdeckError } from '../domain/errors.js';
import { clipboardSequence, longestCopy } from '../platform/clipboard.js';
import { editText, type EditedText, type EditOptions } from '../platform/editor.js';
import type { Environment } from '../platform/environment.js';

/**
 * @returns null where the text came back as it was
 * @throws FlowdeckError `editor.missing`, `editor.failed`
 */
export async function editOutside(text: string, options: EditOptions): Promise<EditedText | null> {
  const result = await editText(text, options);
  switch (result.type) {
    case 'edited':
      return result.edited;
    case 'unchanged':
      return null;
    case 'failed': {
      const kept = result.kept === null ? '' : ` What was saved is kept in ${result.kept}.`;
      throw new FlowdeckError(
        result.missing ? 'editor.missing' : 'editor.failed',
        result.reason + kept,
      );
    }
  }
}

/** @throws FlowdeckError `clipboard.too_long` */
export function copySequence(text: string, environment: Environment): string {
  const sequence = clipboardSequence(text, environment);
  if (sequence !== null) return sequence;
  throw new FlowdeckError(
    'clipboard.too_long',
    `A terminal's clipboard takes at most ${longestCopy} bytes.`,
  );
}
