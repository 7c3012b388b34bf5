/**
 * The long trial of the inputs (`npm run test:fuzz:inputs`): 100,000 changed bodies are read as all inputs read, then sent
 * to each input of a real server. Prints what became of them; exits with 1 after an answer that no body may have.
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../../../bench/events.ts';
import { openTestServer } from '../server.ts';
import { readBodies } from './read.ts';
import { fuzzInputs } from './run.ts';

const { values } = parseArgs({
  options: {
    read: { type: 'string', default: '100000' },
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    input: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write('usage: npm run test:fuzz:inputs [-- --read N --count N --seed N --input NAME]\n');
} else {
  const read = await readBodies(Number(values.read), createRandom(Number(values.seed)));
  process.stdout.write(`${JSON.stringify(read)}\n`);
  const server = await openTestServer();
  try {
    const plan = {
      count: Number(values.count),
      random: createRandom(Number(values.seed)),
      only: values.input,
    };
    for await (const figures of fuzzInputs(server, plan)) {
      process.stdout.write(`${JSON.stringify(figures)}\n`);
      if (figures.faults.length > 0) process.exitCode = 1;
    }
  } finally {
    await server.close();
  }
}
