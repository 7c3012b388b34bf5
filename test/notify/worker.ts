/** A process of its own that delivers from a store until it is killed: `worker.ts FILE CLOCK_OFFSET_MS`. */
import { parseAllowPrivate } from '../../src/notify/address.ts';
import { createBook } from '../../src/notify/book.ts';
import { createDeliverer } from '../../src/notify/deliver.ts';
import { createGuard } from '../../src/notify/guard.ts';
import { channels } from '../../src/notify/index.ts';
import { createSender } from '../../src/notify/sender.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

const [, , file = '', offset = '0'] = process.argv;
const clock = (): number => Date.now() + Number(offset);
const store = await openSqliteStore({ file });
createDeliverer({
  outbox: store,
  book: createBook(store),
  send: createSender({ channels, guard: createGuard({ allow: parseAllowPrivate('127.0.0.1') }), clock }),
  worker: `worker-${process.pid}`,
  log: { info: () => undefined, warn: (data, message) => console.error(message, data) },
  clock,
}).start();
