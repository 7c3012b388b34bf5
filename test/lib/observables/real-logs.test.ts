/** Lists of observables against independent counts of real logs, value by value. Needs the data (DECOYVERSE_DATA). */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import type { DraftEvent, StoredEvent } from '../../../src/core/event.ts';
import { parseCowrie } from '../../../src/ingest/cowrie.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { type CountedKind, countCowrie } from '../../support/count-cowrie.ts';
import { makeEvent, record } from '../../support/store/contract/records.ts';
import { tempFolder } from '../../support/store/sqlite-folder.ts';

const data = process.env.DECOYVERSE_DATA || join(import.meta.dirname, '../../../../../shared/data');
const folder = join(data, 'cowrie_real');
const isThere = existsSync(folder);
const skip = isThere ? false : 'no real logs here: set DECOYVERSE_DATA';

const toStored = (draft: DraftEvent, user_id: string): StoredEvent =>
  makeEvent({ ...draft, user_id, event_id: null, verdict: null, state: 'pending' });

it('the values of real Cowrie logs are counted as their files have them, each of them', {
  skip,
}, async (t) => {
  const store = await openSqliteStore({ file: join(tempFolder(t), 'a.db') });
  t.after(() => store.close());
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  assert.ok(files.length >= 4);
  for (const file of files) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean);
    const user = `user-${file}`;
    const events = lines.flatMap((line) => {
      const draft = parseCowrie(JSON.parse(line));
      return draft ? [toStored(draft, user)] : [];
    });
    for (let from = 0; from < events.length; from += 500) await record(store, events.slice(from, from + 500));
    const counted = countCowrie(lines);
    for (const kind of Object.keys(counted) as CountedKind[]) {
      const { items } = await store.of(user).observables({ kind }, 'events', { limit: 1000 });
      const listed = new Map(items.map(({ value, events: count }) => [value, count]));
      for (const [value, count] of counted[kind]) {
        // Values also stand in texts (a URL in a command), so of those there may be more.
        const ours = listed.get(value) ?? 0;
        const isRight = kind === 'url' || kind === 'sha256' ? ours >= count : ours === count;
        assert.ok(isRight, `${file}, ${kind} ${JSON.stringify(value)}: ${ours} listed, ${count} in the file`);
      }
      if (kind !== 'url' && kind !== 'sha256')
        assert.equal(listed.size, Math.min(1000, counted[kind].size), `${file}: ${kind}`);
    }
  }
});
