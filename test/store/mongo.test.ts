/** The contract suite of stores over the MongoDB store, against a real server of its wire protocol. */
import { after, test } from 'node:test';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { startMongo, type TestMongo } from '../support/secantus.ts';
import type { Backend } from './contract/backend.ts';
import { storeContract } from './contract/index.ts';

const server = await startMongo();

if (!server) {
  test('the MongoDB store', { skip: 'no server of its protocol on this machine' }, () => undefined);
} else {
  const toBackend = ({ uri, newDatabase }: TestMongo): Backend => ({
    name: 'mongo',
    async open() {
      const database = newDatabase();
      let store = await openMongoStore({ uri, database });
      return {
        store,
        async reopen() {
          await store.close();
          store = await openMongoStore({ uri, database });
          return store;
        },
        dispose: () => store.close(),
      };
    },
  });
  after(() => server.close());
  storeContract(toBackend(server));
}
