/** The soak (`npm run test:soak`). Prints its figures; exits with 1 where something was lost or somebody was not told,
 * and with `--bounds` where something took too long. */
import { parseArgs } from 'node:util';
import { findSlowness, findSoakFaults, runSoak } from './soak.ts';

const help = `usage: npm run test:soak [-- --seconds N --tenants N --bounds]

Forty tenants on one server, with a flood, receivers that are down, a hostile tenant, a full disk and a kill at once.
  --seconds N  how long (default 1200)
  --tenants N  how many (default 40, at least 6)
  --bounds     fail as well where a bound does not hold (needs a machine that does nothing else): acknowledgements
               below 500 ms, messages below 2 s and health below 100 ms (99 %), memory below 400 MB
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1200' },
    tenants: { type: 'string', default: '40' },
    bounds: { type: 'boolean', default: false },
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
  const faults = [...findSoakFaults(figures), ...(values.bounds ? findSlowness(figures) : [])];
  process.stdout.write(`${JSON.stringify({ ...figures, faults }, null, 2)}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
