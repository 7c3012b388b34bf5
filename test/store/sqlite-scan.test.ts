import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
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

  /** Enough events for a scan to look whether it is wanted. */
  function openFilled(t: TestContext): string {
    const file = join(tempFolder(t), 'a.db');
    const db = openConnection(file);
    t.after(() => db.close());
    migrate(db);
    db.transaction(() => {
      for (let at = 0; at < 3000; at++) {
        const event = makeEvent({ user_id: 'u', payload: `try ${at}` });
        db.sql(insertEvent.honeypot_logs).run(...toEventValues(event, db.nextSeq(), true));
      }
    });
    return file;
  }
  const all = { kind: 'count', userId: 'u', condition: { max_risk: 10 }, threshold: 7 } as const;
  const page = { kind: 'events', userId: 'u', filter: { q: 'nowhere' }, page: { limit: 5 } } as const;

  it('end where they take too long, and the next one is answered', async (t) => {
    // A thread takes longer to start than it is given here.
    const scanner = createScanner(openFilled(t), 60_000, 0);
    t.after(() => scanner.close());
    await assert.rejects(scanner.run(all), /took too long/);
    await assert.rejects(scanner.run(page), /took too long/);
  });

  it('end when whoever asked hangs up: the query within the thread, not only the wait for it', async (t) => {
    const file = openFilled(t);
    for (const scan of [all, page]) {
      const scanner = createScanner(file);
      t.after(() => scanner.close());
      const gone = new AbortController();
      const asked = scanner.run(scan, gone.signal);
      const ended = assert.rejects(asked, /client closed the connection/);
      // It is on its way to a thread that takes longer to start.
      await new Promise((resolve) => setImmediate(resolve));
      gone.abort();
      await ended;
      // Of one tenant one runs at a time: an answer means that the other has ended.
      assert.deepEqual(await scanner.run(all), { count: 3000, alerting: 0 });
    }
  });

  it('of one tenant leave a thread to others', async (t) => {
    const scanner = createScanner(openFilled(t));
    t.after(() => scanner.close());
    const order: string[] = [];
    const ask = (userId: string) => scanner.run({ ...all, userId }).then(() => order.push(userId));
    await Promise.all([ask('u'), ask('idle')]);
    order.length = 0;
    await Promise.all([...['u', 'u', 'u', 'u'].map(ask), ask('idle')]);
    assert.ok(order.indexOf('idle') < 3, `the other tenant came ${order.indexOf('idle') + 1}. of 5`);
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
