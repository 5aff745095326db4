/** The words that mean the same: the program's own table and what a person has added. */
import path from 'node:path';
import type { Environment } from '../platform/environment.js';
import { readText, statusOf } from '../platform/files.js';
import { personalDirectory } from '../platform/xdg.js';
import { parseSynonymFile, readSynonyms, type Synonyms } from '../search/synonyms.js';

let known: { readonly name: string; readonly synonyms: Synonyms } | null = null;

/** Where a person's own groups stand; null without a home. */
export function synonymFile(environment: Environment): string | null {
  const directory = personalDirectory('XDG_CONFIG_HOME', environment);
  return directory === null ? null : path.join(directory, 'synonyms.txt');
}

/** Reads the person's file again when it has changed. A missing or unreadable one adds nothing. */
export function currentSynonyms(environment: Environment = process.env): Synonyms {
  const file = synonymFile(environment);
  const status = file === null ? null : statusOf(file);
  const name = `${file ?? ''} ${status?.mtimeMs ?? 0} ${status?.size ?? 0}`;
  if (known?.name === name) return known.synonyms;
  const text = file !== null && status?.isFile() ? (readText(file) ?? '') : '';
  known = { name, synonyms: readSynonyms(parseSynonymFile(text)) };
  return known.synonyms;
}
