/** The soak (`npm run test:soak`). Prints its figures; exits with 1 where something was lost or somebody was not told. */
import { parseArgs } from 'node:util';
import { findSoakFaults, runSoak } from './soak.ts';

const help = `usage: npm run test:soak [-- --seconds N --tenants N]

Forty tenants on one server, with a flood, receivers that are down, a hostile tenant, a full disk and a kill at once.
  --seconds N  how long (default 1200)
  --tenants N  how many (default 40, at least 6)
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1200' },
    tenants: { type: 'string', default: '40' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(help);
} else {
  const startedMs = performance.now();
  const figures = await runSoak({
    seconds: Math.max(20, Number(values.seconds)),
    tenants: Math.max(6, Number(values.tenants)),
    onPhase: (text) =>
      process.stderr.write(`${((performance.now() - startedMs) / 1000).toFixed(0)} s: ${text}\n`),
  });
  const faults = findSoakFaults(figures);
  process.stdout.write(`${JSON.stringify({ ...figures, faults }, null, 2)}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
