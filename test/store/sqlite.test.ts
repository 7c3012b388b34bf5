import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/core/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Backend } from '../support/store/contract/backend.ts';
import { storeContract } from '../support/store/contract/index.ts';
import { observableLimitContract } from '../support/store/contract/observables.ts';

const backend = (name: string, openFile: (parts: { file: string }) => Promise<Store>): Backend => ({
  name,
  kind: 'sqlite',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-store-'));
    const file = join(folder, 'decoyverse.db');
    let store = await openFile({ file });
    return {
      store,
      async reopen() {
        await store.close();
        store = await openFile({ file });
        return store;
      },
      async dispose() {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
});

storeContract(backend('sqlite', openSqliteStore));

observableLimitContract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-store-'));
  const store = await openSqliteStore({
    file: join(folder, 'decoyverse.db'),
    observableLimits: { targets: 40, events: 1000, kept: 20 },
  });
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...store, close };
});
