/** Writes exported entries where somebody asked for them, and nowhere else. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FlowdeckError } from '../../domain/errors.js';
import { whyNot } from '../../domain/file-reasons.js';
import { longestPath, quoted } from '../../domain/quote.js';

/**
 * Either all files are written or, where one holds something else already, none; others in the folder stay.
 * @param folder absolute; made where it is missing
 * @returns the paths that were written, relative to the folder
 * @throws FlowdeckError `memory.export_exists` without `force`, `memory.export_failed`
 */
export function writeMemoryFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
  { force = false }: { readonly force?: boolean } = {},
): readonly string[] {
  try {
    const differing = [...files].filter(
      ([name, text]) => contentOf(path.join(folder, name)) !== text,
    );
    const [taken] = differing.filter(([name]) => existsSync(path.join(folder, name)));
    if (taken && !force) {
      throw new FlowdeckError(
        'memory.export_exists',
        `${path.join(folder, taken[0])} is there already and holds something else.`,
      );
    }
    for (const [name, text] of differing) writeFile(path.join(folder, name), text);
    return differing.map(([name]) => name);
  } catch (error) {
    if (error instanceof FlowdeckError) throw error;
    throw new FlowdeckError(
      'memory.export_failed',
      `${quoted(folder, longestPath)} cannot be written: ${whyNot(error, folder)}.`,
      { cause: error },
    );
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** A reader never meets half a file. */
function writeFile(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
