/** A server as a process of its own, to be killed. Configured by its environment; says where it listens. */
import { readConfig } from '../../../src/config.ts';
import { openServer } from '../../../src/server.ts';

const server = await openServer(readConfig(process.env), { bcryptCost: 4 });
process.stdout.write(`${JSON.stringify({ address: server.address })}\n`);
process.once('SIGTERM', () => {
  server.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
