/**
 * The long trial of `decoyverse follow` (`npm run test:crash:follow`): a million lines over 50 rotations, 20 kills and 3
 * outages. Prints its figures; exits with 1 where a line was lost, doubled or out of order.
 */
import { parseArgs } from 'node:util';
import { runTrial } from '../follow/trial.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    rotations: { type: 'string', default: '50' },
    kills: { type: 'string', default: '20' },
    outages: { type: 'string', default: '3' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(
    'usage: npm run test:crash:follow [-- --lines N --rotations N --kills N --outages N]\n',
  );
} else {
  const figures = await runTrial({
    lines: Number(values.lines),
    rotations: Number(values.rotations),
    kills: Number(values.kills),
    outages: Number(values.outages),
    onStep: (text) => process.stderr.write(`${text}\n`),
  });
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  process.exitCode = figures.lost + figures.doubled + figures.disordered === 0 ? 0 : 1;
}
