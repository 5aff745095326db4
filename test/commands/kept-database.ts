/**
 * Stands in place of the opening of the store: a database that is kept open is handed out again and again, so that a
 * thousand lines cost a thousandth of their openings.
 */
import path from 'node:path';
import { vi } from 'vitest';
import type * as Store from '../../source/store/open.js';
import type { Database } from '../../source/store/types.js';

type Opening = Parameters<typeof Store.openDatabase>;

let kept: Database | null = null;

export function keep(database: Database | null): void {
  kept = database;
}

export async function openUnkept(...opening: Opening): Promise<Database> {
  const store = await vi.importActual<typeof Store>('../../source/store/open.js');
  return store.openDatabase(...opening);
}

export async function openKept(...opening: Opening): Promise<Database> {
  if (kept === null || path.resolve(opening[0]) !== kept.path) return openUnkept(...opening);
  return new Proxy(kept, {
    get(target, name) {
      if (name === 'close') return () => Promise.resolve();
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
