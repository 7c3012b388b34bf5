/** As real-logs.test.ts, of the other sensors, read as `decoyverse import` reads them. Needs the data (DECOYVERSE_DATA). */
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { readAny } from '../../../src/ingest/read-any.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { countLogins, type Logins, loginsOf } from '../../support/count-logins.ts';
import { makeEvent, record } from '../../support/store/contract/records.ts';
import { tempFolder } from '../../support/store/sqlite-folder.ts';

const data = process.env.DECOYVERSE_DATA || join(import.meta.dirname, '../../../../../shared/data');
const skip = existsSync(join(data, 'tpot_2025')) ? false : 'no real logs here: set DECOYVERSE_DATA';

const logs: readonly [file: string, logins: Logins, atLeast: number][] = [
  ['tpot_2025/heralding.jsonl', loginsOf.heralding, 5],
  ['tpot_2025/dionaea.jsonl', loginsOf.dionaea, 2],
  ['real_sensors/heralding/log_session.json', loginsOf.heralding, 5],
  ['real_sensors/opencanary/opencanary.log', loginsOf.opencanary, 20],
  ['real_sensors/qeeqbox/honeypots-json.log', loginsOf.qeeqbox, 10],
  ['real_sensors/qeeqbox/honeypots-double-encoded.log', loginsOf.qeeqbox, 10],
  ['real_sensors/qeeqbox/honeypots-tpot-style.log', loginsOf.qeeqbox, 5],
];

for (const [file, logins, atLeast] of logs)
  it(`sign-ins of ${file} are counted as the file has them, each of them`, { skip }, async (t) => {
    const store = await openSqliteStore({ file: join(tempFolder(t), 'a.db') });
    t.after(() => store.close());
    const counted = countLogins(readFileSync(join(data, file), 'utf8').split('\n').filter(Boolean), logins);
    assert.ok(counted.size >= atLeast, `${counted.size} different ones in the file`);
    for await (const entries of readAny(createReadStream(join(data, file)), new Date().toISOString())) {
      const events = entries.flatMap((entry) =>
        entry.status === 'draft'
          ? [makeEvent({ ...entry.draft, user_id: 'user', event_id: null, verdict: null, state: 'pending' })]
          : [],
      );
      for (let from = 0; from < events.length; from += 500)
        await record(store, events.slice(from, from + 500));
    }
    const { items } = await store.of('user').observables({ kind: 'credential' }, 'events', { limit: 1000 });
    const listed = new Map(items.map(({ value, events }) => [value, events]));
    const top = [...counted].sort((a, b) => b[1] - a[1]).slice(0, 1000);
    const wrong = top.filter(([value, count]) => listed.get(value) !== count);
    assert.deepEqual(
      wrong.map(([value, count]) => `${value}: ${count} in the file, ${listed.get(value) ?? 0} listed`),
      [],
    );
    assert.equal(listed.size, Math.min(1000, counted.size));
  });
