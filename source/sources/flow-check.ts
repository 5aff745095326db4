/** Whether a `.flow` directory is one that this program and others can work with. */
import path from 'node:path';
import { isDirectory, readText } from '../platform/files.js';
import { isObject } from './flow/values.js';

/** 1 is Markdown with front matter, 2 JSON in `epics/`, 3 JSON in `specs/`. */
export const knownSchemaVersions: readonly number[] = [1, 2, 3];

export interface FlowCheck {
  /** Null where `meta.json` does not say. */
  readonly schemaVersion: number | null;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export function checkFlowDirectory(flowDirectory: string): FlowCheck {
  const { version, errors } = readVersion(path.join(flowDirectory, 'meta.json'));
  const has = (name: string): boolean => isDirectory(path.join(flowDirectory, name));
  // Git keeps no empty folders: a fresh clone may lack any of them.
  const warnings = [
    ...(has('epics') || has('specs') ? [] : ['There is neither epics/ nor specs/.']),
    ...(has('tasks') ? [] : ['There is no tasks/.']),
  ];
  return { schemaVersion: version, errors, warnings };
}

function readVersion(file: string): { version: number | null; errors: readonly string[] } {
  const text = readText(file);
  if (text === null) return { version: null, errors: ['meta.json is missing.'] };
  let meta: unknown;
  try {
    meta = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return { version: null, errors: ['meta.json is not JSON.'] };
  }
  const version = isObject(meta) ? meta['schema_version'] : undefined;
  if (typeof version === 'number' && knownSchemaVersions.includes(version)) {
    return { version, errors: [] };
  }
  const known = knownSchemaVersions.join(', ');
  return {
    version: null,
    errors: [`meta.json: schema_version is ${shown(version)}; known are ${known}.`],
  };
}

function shown(version: unknown): string {
  return version === undefined ? 'missing' : JSON.stringify(version).slice(0, 50);
}
