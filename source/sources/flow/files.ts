/** Finding and reading the files of a directory that others write: everything that can be wrong with a file is here. */
import { isUtf8 } from 'node:buffer';
import { readFileSync, readdirSync, statSync, type Dirent, type Stats } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../../domain/digest.js';
import { messageOf } from '../../domain/errors.js';
import type { Findings } from './findings.js';

/** A file that is there, not read yet. */
export interface ListedFile {
  /** How the import names it: relative to the source's directory, with `/`; a prefix tells other places apart. */
  readonly path: string;
  readonly absolute: string;
}

export interface SourceFile {
  readonly path: string;
  readonly sha256: string;
  /** With plain line ends, without a byte order mark. */
  readonly text: string;
}

const largeFile = 1024 * 1024;
const largestFile = 64 * 1024 * 1024;
/** Reading yields to other work after so many files. */
const filesBetweenYields = 64;

/** Lists and reads files; every defect becomes a finding and the rest goes on. */
export class FileReader {
  /** Paths that are there and could not be read: what they held is unknown, not gone. A folder ends with `/`. */
  readonly unreadable: string[] = [];
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /**
   * The files of a folder in the order of their names; a folder that does not exist is empty.
   * @param prefix put before each name, such as `tasks/`
   */
  list(
    folder: string,
    prefix: string,
    options: { readonly recursive?: boolean } = {},
  ): ListedFile[] {
    return this.#entries(folder, prefix).flatMap((entry) => {
      const listed = { path: prefix + entry.name, absolute: path.join(folder, entry.name) };
      const kind = this.#kindOf(entry, listed);
      if (kind === 'file') return [listed];
      // A linked folder is not walked: it may lead back to where it came from.
      if (kind === 'folder' && options.recursive && !entry.isSymbolicLink()) {
        return this.list(listed.absolute, `${listed.path}/`, options);
      }
      if (kind === 'folder' && /\.(json|md)$/.test(entry.name)) {
        this.#findings.warn('not-a-file', listed.path, 'It is named like a file but is a folder.');
      }
      return [];
    });
  }

  /** Reads the files in turn, yielding now and then; those that cannot be read are left out. */
  async readAll(
    files: readonly ListedFile[],
    onProgress: (done: number, total: number) => void,
  ): Promise<SourceFile[]> {
    const read: SourceFile[] = [];
    for (const [index, listed] of files.entries()) {
      if (index % filesBetweenYields === 0) {
        onProgress(index, files.length);
        await new Promise((resolve) => setImmediate(resolve));
      }
      const file = this.#read(listed);
      if (file) read.push(file);
    }
    onProgress(files.length, files.length);
    return read;
  }

  #entries(folder: string, prefix: string): Dirent[] {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
    } catch (error) {
      if (!isMissing(error)) {
        this.unreadable.push(prefix);
        this.#findings.warn(
          'unreadable-folder',
          prefix,
          `The folder cannot be read: ${messageOf(error)}.`,
        );
      }
      return [];
    }
  }

  #kindOf(entry: Dirent, listed: ListedFile): 'file' | 'folder' | 'other' {
    if (!entry.isSymbolicLink()) {
      return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
    }
    const target = this.#target(listed);
    return target?.isFile() ? 'file' : target?.isDirectory() ? 'folder' : 'other';
  }

  #target(listed: ListedFile): Stats | null {
    try {
      return statSync(listed.absolute);
    } catch {
      this.#findings.warn('broken-link', listed.path, 'The symbolic link leads nowhere.');
      return null;
    }
  }

  #read(listed: ListedFile): SourceFile | null {
    let bytes: Buffer;
    try {
      const { size } = statSync(listed.absolute);
      if (size > largestFile) {
        return this.#skip(listed, 'too-large-file', `It has ${megabytes(size)} and is not read.`);
      }
      bytes = readFileSync(listed.absolute);
    } catch (error) {
      return this.#skip(listed, 'unreadable-file', `It cannot be read: ${messageOf(error)}.`);
    }
    const text = bytes.toString('utf8');
    if (isBinary(bytes, text)) {
      return this.#skip(listed, 'binary-file', 'It holds binary data where text belongs.');
    }
    if (!isUtf8(bytes)) {
      this.#findings.warn(
        'invalid-utf8',
        listed.path,
        'It is not UTF-8 throughout; what cannot be read is marked with U+FFFD.',
      );
    } else if (bytes.length > largeFile) {
      this.#findings.note('large-file', listed.path, `It has ${megabytes(bytes.length)}.`);
    }
    return {
      path: listed.path,
      sha256: sha256(bytes),
      text: this.#plainText(listed.path, text),
    };
  }

  #skip(listed: ListedFile, kind: string, message: string): null {
    this.unreadable.push(listed.path);
    this.#findings.warn(kind, listed.path, message);
    return null;
  }

  #plainText(filePath: string, text: string): string {
    let plain = text;
    if (plain.startsWith('\ufeff')) {
      this.#findings.quirk('byte-order-mark', filePath);
      plain = plain.slice(1);
    }
    if (plain.includes('\r\n')) {
      this.#findings.quirk('crlf-line-ends', filePath);
      plain = plain.replaceAll('\r\n', '\n');
    }
    if (filePath.endsWith('.md') && plain !== '' && !plain.endsWith('\n')) {
      this.#findings.quirk('no-final-newline', filePath);
    }
    return plain;
  }
}

function isBinary(bytes: Buffer, text: string): boolean {
  if (bytes.subarray(0, 8192).includes(0)) return true;
  const sample = text.slice(0, 8192);
  const replaced = sample.split('\ufffd').length - 1;
  return replaced > sample.length / 10;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
