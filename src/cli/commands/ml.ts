import { Command, Option } from 'commander';
import type { DefineCommand } from '../command.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';

interface Options {
  host: string;
  port: string;
}

/** How long slow clients have to finish their requests when it stops. */
const graceMs = 5000;

async function run(terminal: Terminal, { host, port }: Options): Promise<ExitCode> {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (!(number <= 65_535)) throw usageError('--port must be a port number', 'from 0 to 65535');
  const { openLocalScorer } = await import('../../score/local.ts');
  const { createMlService } = await import('../../score/ml-service.ts');
  const { parseNativeEvent } = await import('../../ingest/native.ts');
  const { createMlApp } = await import('../../api/ml-app.ts');
  const scorer = openLocalScorer({ onWarning: (message) => terminal.say(`warning: ${message}`) });
  const service = createMlService({ scorer, parseEvent: parseNativeEvent, version });
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_data: object, message: string) => terminal.say(`warning: ${message}`),
    error: (_data: object, message: string) => terminal.error(message),
  };
  const app = createMlApp({ service, version, log });
  // Before the address is printed: a signal in between would end the process without closing.
  const stopped = terminal.stopped();
  try {
    const address = await app.listen({ host, port: number });
    terminal.say(`model ${scorer.version}, listening on ${address}`);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new CliError(`cannot listen on ${host}:${port} (${code})`, {
      hint: 'use another port: decoyverse ml --port 8002',
      cause,
    });
  }
  await stopped;
  const late = setTimeout(() => app.server.closeAllConnections(), graceMs);
  await app.close();
  clearTimeout(late);
  return exitCodes.ok;
}

export const ml: DefineCommand = (terminal, finish) =>
  new Command('ml')
    .description('serve the ML API: predictions from six numbers or from whole events (/docs)')
    .addOption(new Option('--host <address>', 'address to listen on').default('127.0.0.1'))
    .addOption(new Option('--port <port>', 'port to listen on').default('8000'))
    .addHelpText(
      'after',
      '\nA server on another machine uses it through ML_API_URL. It has no authentication: keep it in a private network.',
    )
    .action(finish((options: Options) => run(terminal, options)));
