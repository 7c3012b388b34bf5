/** The SQLite store for suites of cases. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Backend } from '../store/contract/backend.ts';

export const sqlite: Backend = {
  name: 'sqlite',
  kind: 'sqlite',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-cases-'));
    const file = join(folder, 'decoyverse.db');
    let store = await openSqliteStore({ file });
    return {
      store,
      async reopen() {
        await store.close();
        store = await openSqliteStore({ file });
        return store;
      },
      async dispose() {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
