/**
 * A process of its own that takes messages into the outbox and delivers from it until it is killed: `worker.ts FILE
 * CLOCK_OFFSET_MS`, or `mongodb://…/<database>` instead of a file. Over IPC: says `ready`, commits the deliveries it is sent, and names those whose commit is done.
 */
import type { Delivery } from '../../../src/core/delivery.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { createChannelDirectory } from '../../../src/notify/delivery/channel-directory.ts';
import { createDeliverer } from '../../../src/notify/delivery/deliver.ts';
import { createSender } from '../../../src/notify/delivery/sender.ts';
import { parseAllowPrivate } from '../../../src/notify/egress/allow-list.ts';
import { createGuard } from '../../../src/notify/egress/guard.ts';
import { openMongoStore } from '../../../src/store/mongo/open.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';

const [, , address = '', offset = '0'] = process.argv;
const clock = (): number => Date.now() + Number(offset);
const store = address.startsWith('mongodb:')
  ? await openMongoStore({ uri: address, database: new URL(address).pathname.slice(1) })
  : await openSqliteStore({ file: address });
const deliverer = createDeliverer({
  outbox: store,
  directory: createChannelDirectory(store),
  send: createSender({ channels, guard: createGuard({ allow: parseAllowPrivate('127.0.0.1') }), clock }),
  worker: `worker-${process.pid}`,
  log: { info: () => undefined, warn: (data, message) => console.error(message, data) },
  clock,
});
deliverer.start();
process.on('message', (deliveries: Delivery[]) => {
  void store.enqueueDeliveries(deliveries).then(() => {
    deliverer.wake();
    process.send?.({ committed: deliveries.map(({ delivery_id }) => delivery_id) });
  });
});
process.once('SIGTERM', () => {
  void deliverer
    .close()
    .then(() => store.close())
    .then(() => process.exit(0));
});
process.send?.({ ready: true });
