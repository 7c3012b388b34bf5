import { after, test } from 'node:test';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { caseContract } from '../support/cases/contract.ts';
import { startMongo } from '../support/mongo-server.ts';

const server = await startMongo();

if (!server) {
  test('cases on the MongoDB store', { skip: 'no server of its protocol on this machine' }, () => undefined);
} else {
  const database = server.newDatabase();
  const open = () => openMongoStore({ uri: server.uri, database });
  after(() => server.close());
  caseContract({
    name: 'mongo',
    kind: 'mongo',
    // Cases use tenants of their own, so they share one database.
    async open() {
      let store = await open();
      return {
        store,
        async reopen() {
          await store.close();
          store = await open();
          return store;
        },
        dispose: () => store.close(),
      };
    },
  });
}
