import type { Client } from '@libsql/client/sqlite3';
import { describe, expect, it } from 'vitest';
import { applySettings, ensureWriteAheadLog } from '../../source/store/pragmas.js';
import { failure, useFiles } from './support/files.js';

const files = useFiles();

/** A connection on which one setting is not heeded, as on a file system or in a build that lacks it. */
function deaf(name: string): Client {
  const client = files.raw(files.file());
  const heed = (sql: string): string => sql.replace(new RegExp(`PRAGMA ${name} = [^;]+;?`), '');
  return new Proxy(client, {
    get: (target, key) => {
      if (key === 'executeMultiple') return (sql: string) => target.executeMultiple(heed(sql));
      if (key === 'execute') return (sql: string) => target.execute(heed(sql) || 'SELECT 1');
      return Reflect.get(target, key) as unknown;
    },
  });
}

describe('a setting that does not hold', () => {
  it.each(['synchronous', 'cache_size', 'journal_size_limit', 'trusted_schema', 'busy_timeout'])(
    'is named: %s',
    async (name) => {
      const { code, message } = await failure(applySettings(deaf(name), '/some/file.db', 250));
      expect(code).toBe('store.cannot_open');
      expect(message).toContain(`/some/file.db keeps ${name} at`);
    },
  );

  it('is named when it is the write-ahead log', async () => {
    const refused = ensureWriteAheadLog(deaf('journal_mode'), '/some/file.db');
    expect((await failure(refused)).message).toContain(
      '/some/file.db keeps journal_mode at delete',
    );
  });
});
