import type { ImportFinding } from '../../domain/contract/import.js';

/** Harmless properties of text that are told once a directory, however many files have them. */
const textQuirks = {
  'byte-order-mark': 'start with a byte order mark, which was left out',
  'crlf-line-ends': 'have CRLF line ends, read as plain line ends',
  'no-final-newline': 'end without a newline',
} as const;
export type TextQuirk = keyof typeof textQuirks;

/** Gathers what a reader meets: one line a defect. */
export class Findings {
  readonly #lines: ImportFinding[] = [];
  readonly #quirks = new Map<TextQuirk, { first: string; files: number }>();

  warn(kind: string, path: string | null, message: string): void {
    this.#lines.push({ severity: 'warning', kind, path, message });
  }

  note(kind: string, path: string | null, message: string): void {
    this.#lines.push({ severity: 'note', kind, path, message });
  }

  quirk(kind: TextQuirk, path: string): void {
    const seen = this.#quirks.get(kind);
    if (seen) seen.files += 1;
    else this.#quirks.set(kind, { first: path, files: 1 });
  }

  list(): readonly ImportFinding[] {
    const quirks = [...this.#quirks].map(([kind, { first, files }]): ImportFinding => ({
      severity: 'note',
      kind,
      path: first,
      message: `Files that ${textQuirks[kind]}: ${files}.`,
    }));
    return [...this.#lines, ...quirks];
  }
}
