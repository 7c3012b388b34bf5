import { Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../failure.ts';
import { withoutOptimizing } from '../heap.ts';
import { configOrFail } from '../installation.ts';
import type { Terminal } from '../terminal.ts';

async function run(terminal: Terminal): Promise<ExitCode> {
  const config = configOrFail(terminal.env, terminal.folder);
  const server = await withoutOptimizing(async () => {
    const { startServer } = await import('../start.ts');
    return startServer(config);
  });
  // Before the address is printed: a signal in between would end the process without closing the store.
  const stopped = terminal.stopped();
  terminal.say(`listening on ${server.address}`);
  if (!config.authEnabled)
    terminal.say(
      'warning: demo mode (AUTH_ENABLED=False): no sign-in, anyone who can reach this address has full access',
    );
  await stopped;
  await server.close();
  return exitCodes.ok;
}

export const serve: DefineCommand = (terminal, finish) =>
  new Command('serve')
    .description('run the server (production; JWT_SECRET_KEY is required)')
    .addHelpText(
      'after',
      '\nAll settings are environment variables or lines in .env: see docs/configuration.md.',
    )
    .action(finish(() => run(terminal)));
