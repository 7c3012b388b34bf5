/** A process that writes batches until it is killed, and says which are acknowledged. Arguments: file, batch size. */
import { hrtime } from 'node:process';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { makeEvent, makeProfileDelta, makeRollupDelta, record } from './contract/records.ts';

const [file = '', size = '10'] = process.argv.slice(2);
const store = await openSqliteStore({ file });
const user = 'user-1';
process.stdout.write('ready\n');
for (;;) {
  const events = Array.from({ length: Number(size) }, (_, at) =>
    makeEvent({ user_id: user, log_id: `log-${process.pid}-${hrtime.bigint()}-${at}` }),
  );
  await record(store, events, {
    rollups: [makeRollupDelta({ user_id: user, events: events.length })],
    profiles: [makeProfileDelta({ user_id: user, events: events.length })],
  });
  process.stdout.write(`${events.map((event) => event.log_id).join(' ')}\n`);
  // Lets the pipe be written before the next batch: the parent must see an acknowledgement to hold us to it.
  await new Promise((resolve) => setImmediate(resolve));
}
