import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/core/store.ts';
import { openSqliteMoving } from '../../src/store/sqlite/moving.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { openSqliteThread } from '../../src/store/sqlite/thread.ts';
import type { Backend } from '../support/store/contract/backend.ts';
import { storeContract } from '../support/store/contract/index.ts';

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
storeContract(backend('sqlite in a thread', openSqliteThread));

/** Moves to and fro all the time, between any two operations. */
async function openRestless({ file }: { file: string }): Promise<Store> {
  const store = await openSqliteMoving({ file });
  let isClosed = false;
  const moves = (async () => {
    while (!isClosed) {
      await store.move(store.place === 'here' ? 'thread' : 'here');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const close = store.close.bind(store);
  store.close = async () => {
    isClosed = true;
    await moves;
    await close();
  };
  return store;
}
storeContract(backend('sqlite that moves', openRestless));
