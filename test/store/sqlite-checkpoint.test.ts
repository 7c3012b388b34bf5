import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createCheckpointer } from '../../src/store/sqlite/checkpoint/checkpointer.ts';
import { openConnection } from '../../src/store/sqlite/connection/connection.ts';
import { createWalSync } from '../../src/store/sqlite/connection/wal-sync.ts';
import { insertEvent, toEventValues } from '../../src/store/sqlite/event-record.ts';
import { migrate } from '../../src/store/sqlite/migrations/migrate.ts';
import { makeEvent } from '../support/store/contract/records.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

describe('the checkpointer', () => {
  it('keeps the log from growing, and the events in the file, while the writer goes on', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const db = openConnection(file);
    t.after(() => db.close());
    migrate(db);
    db.raw.exec('PRAGMA wal_autocheckpoint = 0');
    const disk = createWalSync(db, { onFailure: assert.ifError });
    const checkpointer = createCheckpointer(db, disk, 64);
    t.after(() => checkpointer.close());
    db.onCommit(() => checkpointer.check());
    let written = 0;
    let resets = 0;
    let last = 0;
    const write = (): void => {
      db.transaction(() => {
        for (let at = 0; at < 20; at++) {
          const event = makeEvent({ user_id: 'u' });
          db.sql(insertEvent.honeypot_logs).run(...toEventValues(event, db.nextSeq(), true));
        }
      });
      written += 20;
      const pages = Number(db.raw.prepare('PRAGMA wal_checkpoint(NOOP)').get()?.log);
      if (pages < last) resets += 1;
      last = pages;
    };
    // The checkpoint takes its time; the writer goes on until the log has begun anew twice. As the store does, it waits
    // while the disk is held: on a slow disk the log would otherwise grow during every round, the last one too.
    for (let batch = 0; resets < 2 && batch < 5000; batch++) {
      await disk.busy();
      write();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.equal(resets, 2, 'the log never began anew');
    await checkpointer.close();
    write();
    assert.equal(db.sql('SELECT count(*) AS n FROM honeypot_logs').get()?.n, written);
    assert.equal(db.raw.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
  });

  it('fails no commit where its look at the log fails', (t) => {
    const db = openConnection(join(tempFolder(t), 'a.db'));
    t.after(() => db.close());
    migrate(db);
    const broken = {
      ...db,
      sql(text: string) {
        if (text.includes('wal_checkpoint')) throw new Error('the disk went away');
        return db.sql(text);
      },
    };
    const checkpointer = createCheckpointer(broken, createWalSync(db, { onFailure: assert.ifError }), 0);
    for (let commit = 0; commit < 20; commit++) checkpointer.check();
  });
});
