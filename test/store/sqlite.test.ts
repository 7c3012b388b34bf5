import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Backend } from './contract/backend.ts';
import { storeContract } from './contract/index.ts';

const sqlite: Backend = {
  name: 'sqlite',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-store-'));
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

storeContract(sqlite);
