/**
 * The long form of the crash test (`npm run test:crash`): at least 60 kills over at least 200,000 acknowledged events.
 * Prints its figures; exits with 1 where one of them is not as it must be.
 */
import { parseArgs } from 'node:util';
import { findFaults, runCrash } from './crash.ts';

const help = `usage: npm run test:crash [-- --kills N --acknowledged N]

Kills a server with SIGKILL during ingest over HTTP and counts what is in its database.
  --kills N         at least so many (default 60)
  --acknowledged N  and until so many events were acknowledged (default 200000)
`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    acknowledged: { type: 'string', default: '200000' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(help);
} else {
  const startedMs = performance.now();
  const figures = await runCrash({
    kills: Number(values.kills),
    acknowledged: Number(values.acknowledged),
    senders: 6,
    batchSize: 100,
    onKill(kills, acknowledged) {
      if (kills % 10 === 0) process.stderr.write(`${kills} kills, ${acknowledged} acknowledged\n`);
    },
  });
  const faults = findFaults(figures);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(`${JSON.stringify({ ...figures, seconds, faults }, null, 2)}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
