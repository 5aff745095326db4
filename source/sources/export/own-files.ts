/** Which files of `.flow` flowdeck itself made: a list beside the database, with what they held when they were written. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../../domain/digest.js';
import { readText } from '../../platform/files.js';
import { isObject } from '../flow/values.js';

const fileName = 'exported-files.json';

export class OwnFiles {
  readonly #place: string;
  readonly #digests: Map<string, string>;

  constructor(databasePath: string) {
    this.#place = path.join(path.dirname(databasePath), fileName);
    this.#digests = new Map(read(this.#place));
  }

  /** Whether flowdeck made the file, and nobody has changed it since. */
  holds(file: string, text: string): boolean {
    return this.#digests.get(file) === digestOf(text);
  }

  /** Whether flowdeck made the file, whatever it holds now. */
  made(file: string): boolean {
    return this.#digests.has(file);
  }

  add(file: string, text: string): void {
    this.#digests.set(file, digestOf(text));
  }

  delete(file: string): void {
    this.#digests.delete(file);
  }

  save(): void {
    mkdirSync(path.dirname(this.#place), { recursive: true });
    const temporary = `${this.#place}.${process.pid}.tmp`;
    const entries = [...this.#digests].sort(([left], [right]) => (left < right ? -1 : 1));
    writeFileSync(temporary, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
    renameSync(temporary, this.#place);
  }
}

function digestOf(text: string): string {
  return sha256(text);
}

/** A list that cannot be read names nothing: then every file is somebody else's. */
function read(file: string): readonly [string, string][] {
  try {
    const list: unknown = JSON.parse(readText(file) ?? '{}');
    if (!isObject(list)) return [];
    return Object.entries(list).flatMap(([name, digest]) =>
      typeof digest === 'string' ? [[name, digest] as [string, string]] : [],
    );
  } catch {
    return [];
  }
}
