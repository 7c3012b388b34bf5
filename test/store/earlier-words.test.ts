/** What each channel was notified of was stored as `told` by earlier versions: nobody is notified again after an upgrade. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { MongoClient } from 'mongodb';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { foldIncident } from '../../src/store/mongo/writing/folds.ts';
import { openConnection } from '../../src/store/sqlite/connection/connection.ts';
import { migrate, migrations } from '../../src/store/sqlite/migrations/migrate.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { startMongo } from '../support/mongo-server.ts';
import { makeIncident, makeIncidentFold, time } from '../support/store/contract/records.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

const channels = {
  'ch-1': { occasions: 2, risk: 9, stage: 8, at: time(8), throttled: true, folded: false },
};
const mongo = await startMongo();

describe('an incident of an earlier version keeps what its channels were notified of', () => {
  after(() => mongo?.close());

  it('on SQLite', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const before = await openSqliteStore({ file });
    const incident = makeIncident({ user_id: 'user-1', notified_channels: channels });
    await before.of('user-1').createIncident(incident);
    await before.close();
    const at = migrations.findIndex((step) => step.includes('RENAME COLUMN told'));
    const db = openConnection(file);
    db.raw.exec('ALTER TABLE incidents RENAME COLUMN notified_channels TO told');
    db.raw.exec(`PRAGMA user_version = ${at}`);
    migrate(db, migrations.slice(0, at + 1));
    // What came later is there already.
    db.raw.exec(`PRAGMA user_version = ${migrations.length}`);
    db.close();
    const store = await openSqliteStore({ file });
    t.after(() => store.close());
    assert.deepEqual(await store.of('user-1').incident(incident.incident_id), incident);
  });

  it('on MongoDB, until they are written again', { skip: mongo === null }, async (t) => {
    const database = mongo!.newDatabase();
    const store = await openMongoStore({ uri: mongo!.uri, database });
    t.after(() => store.close());
    const incident = makeIncident({ user_id: 'user-1', notified_channels: channels });
    await store.of('user-1').createIncident(incident);
    const client = new MongoClient(mongo!.uri);
    t.after(() => client.close());
    const { modifiedCount } = await client
      .db(database)
      .collection('incidents')
      .updateMany({}, { $rename: { notified_channels: 'told' } });
    assert.equal(modifiedCount, 1);
    assert.deepEqual(await store.of('user-1').incident(incident.incident_id), incident);
  });

  it('in a commit that was left unfinished on MongoDB', () => {
    const notified = {
      ...{ notified_risk: 9, notified_types: ['BruteForce'], throttled: false, notifications: 2 },
      notified_channels: channels,
    };
    const { notified_channels, ...rest } = notified;
    const fold = makeIncidentFold({ user_id: 'user-1', incident_id: 'inc-1', notified });
    const { notified: _, ...others } = fold;
    const earlier = JSON.parse(JSON.stringify({ ...others, told: { ...rest, told: notified_channels } }));
    assert.deepEqual(foldIncident(7, earlier), foldIncident(7, fold));
  });
});
