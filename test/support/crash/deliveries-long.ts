/**
 * The long form of the crash test of deliveries (`npm run test:crash:deliveries`). Prints its figures; exits with 1 where
 * one of them is not as it must be.
 */
import { parseArgs } from 'node:util';
import { startMongo } from '../mongo-server.ts';
import { type DeliveriesPlan, findDeliveryFaults } from './deliverer.ts';
import { runDeliveries } from './deliveries.ts';
import { runTwoDeliverers } from './deliveries-two.ts';

const help = `usage: npm run test:crash:deliveries [-- --kills N --messages N --two]

Kills a process with SIGKILL while it takes messages and delivers them, starts it again at once, and counts what arrives.
  --kills N     so many (default 300)
  --messages N  given to each life, a few at a time (default 30)
  --two         two processes on one MongoDB (the tests' own, or MONGODB_TEST_URI), killed by turns
`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    messages: { type: 'string', default: '30' },
    two: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(help);
} else {
  const startedMs = performance.now();
  const plan: DeliveriesPlan = {
    kills: Number(values.kills),
    perLife: Number(values.messages),
    onKill({ kills, committed }) {
      if (kills % 50 === 0) process.stderr.write(`${kills} kills, ${committed} committed\n`);
    },
  };
  const mongo = values.two ? await startMongo() : null;
  if (values.two && !mongo) throw new Error('no server of the protocol: Python 3.10 or MONGODB_TEST_URI');
  const figures = mongo ? await runTwoDeliverers(plan, mongo) : await runDeliveries(plan);
  await mongo?.close();
  const faults = findDeliveryFaults(figures);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(`${JSON.stringify({ ...figures, seconds, faults }, null, 2)}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
