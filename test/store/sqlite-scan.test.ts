import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openConnection } from '../../src/store/sqlite/connection/connection.ts';
import { countEvents } from '../../src/store/sqlite/count.ts';
import { insertEvent, toEventValues } from '../../src/store/sqlite/event-record.ts';
import { migrate } from '../../src/store/sqlite/migrations/migrate.ts';
import { createScanner } from '../../src/store/sqlite/scan/scanner.ts';
import { makeEvent } from '../support/store/contract/records.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

describe('scans of the embedded store', () => {
  it('count the same by few sources and by many', (t) => {
    const db = openConnection(join(tempFolder(t), 'a.db'));
    t.after(() => db.close());
    migrate(db);
    db.transaction(() => {
      for (let at = 0; at < 3000; at++) {
        const source_ip = at % 3 ? `10.0.${at % 7}.${at % 250}` : `PC-${at % 40}`;
        const event = makeEvent({ user_id: 'u', source_ip, service: at % 2 ? 'ssh' : 'http' });
        db.sql(insertEvent.honeypot_logs).run(...toEventValues(event, db.nextSeq(), true));
      }
    });
    const count = (condition: object): number => {
      const question = { userId: 'u', condition, threshold: 7 };
      const counted = countEvents(db, question);
      assert.deepEqual(countEvents(db, question, 10), counted);
      return counted.count;
    };
    assert.equal(count({ networks: ['10.0.0.0/8'] }), 2000);
    assert.equal(count({ networks: ['10.0.0.0/8'], services: ['SSH'] }), 1000);
    assert.equal(count({ sources: ['pc-0'] }), 25);
    assert.equal(
      count({ sources: ['pc-0', '10.0.1.1'], networks: ['10.0.1.0/24'] }),
      count({ sources: ['10.0.1.1'] }),
    );
  });

  it('run beside the event loop', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const db = openConnection(file);
    t.after(() => db.close());
    migrate(db);
    const scanner = createScanner(file);
    t.after(() => scanner.close());
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await scanner.run({ kind: 'count', userId: 'u', condition: { max_risk: 10 }, threshold: 7 });
    clearInterval(timer);
    assert.ok(turns > 0, 'the loop stood still until the answer came');
  });

  it('start a new thread after one was idle, and answer nobody after they were closed', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const db = openConnection(file);
    t.after(() => db.close());
    migrate(db);
    const scanner = createScanner(file, 10);
    const ask = () => scanner.run({ kind: 'count', userId: 'u', condition: { max_risk: 10 }, threshold: 7 });
    const none = { count: 0, alerting: 0 };
    assert.deepEqual(await ask(), none);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(await Promise.all([ask(), ask()]), [none, none]);
    const late = ask();
    const refused = assert.rejects(late, /closed/);
    await scanner.close();
    await refused;
    await assert.rejects(ask(), /closed/);
  });

  it('end with their thread where they take too long, and the next one has another', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const db = openConnection(file);
    t.after(() => db.close());
    migrate(db);
    const scanner = createScanner(file, 60_000, 0);
    t.after(() => scanner.close());
    // A thread takes longer to start than it is given here.
    const scan = { kind: 'count', userId: 'u', condition: { max_risk: 10 }, threshold: 7 } as const;
    await assert.rejects(scanner.run(scan), /took too long/);
    await assert.rejects(scanner.run(scan), /took too long/);
  });

  it('are unavailable, not silent, where the thread cannot open the file', async (t) => {
    const scanner = createScanner(join(tempFolder(t), 'missing', 'a.db'));
    t.after(() => scanner.close());
    await assert.rejects(
      scanner.run({ kind: 'count', userId: 'u', condition: { max_risk: 10 }, threshold: 7 }),
      /stopped/,
    );
  });
});
