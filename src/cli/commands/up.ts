import { Command } from 'commander';
import { welcomePath } from '../../cases/welcome.ts';
import type { Server } from '../../server.ts';
import type { DefineCommand } from '../command.ts';
import { CliError, type ExitCode, exitCodes } from '../failure.ts';
import { withoutOptimizing } from '../heap.ts';
import {
  configOrFail,
  ensureDataDir,
  ensureSecret,
  noSecret,
  ownerEmail,
  readLocalConfig,
} from '../installation.ts';
import { plural, type Terminal } from '../terminal.ts';
import { version } from '../version.ts';

interface Options {
  demo?: boolean;
  email: string;
}

/** Defaults of `up`: a quiet terminal, and no registration by others. */
function localEnv({ env }: Terminal, secret: string): Terminal['env'] {
  return {
    ...env,
    JWT_SECRET_KEY: secret,
    REGISTRATION: env.REGISTRATION?.trim() || 'closed',
    LOG_LEVEL: env.LOG_LEVEL?.trim() || 'warn',
  };
}

async function play(terminal: Terminal, server: Server): Promise<void> {
  const [owner] = await server.store.users(1);
  if (owner === undefined) return;
  const { playDemo } = await import('../demo.ts');
  const { accepted, alerts } = await playDemo(server, owner.id);
  terminal.result(
    accepted > 0
      ? `\n  demo      ${plural(accepted, 'event')} of a scripted attack sent, ${plural(alerts, 'alert')} created`
      : '\n  demo      the scripted attack was already sent',
  );
}

async function run(terminal: Terminal, { demo, email }: Options): Promise<ExitCode> {
  const { authEnabled, dataDir, jwtSecret } = readLocalConfig(terminal);
  if (!authEnabled)
    throw new CliError('up always requires sign-in, but AUTH_ENABLED=False is set', {
      hint: 'unset it, or start demo mode with decoyverse serve',
    });
  ensureDataDir(dataDir);
  const isGiven = jwtSecret !== null && jwtSecret !== noSecret;
  const secret = isGiven ? jwtSecret : ensureSecret(dataDir);
  const config = configOrFail(localEnv(terminal, secret), terminal.folder);
  const { welcomeOwner } = await import('../local-accounts.ts');
  const server = await withoutOptimizing(async () => {
    const { startServer } = await import('../start.ts');
    return startServer(config);
  });
  const stopped = terminal.stopped();
  try {
    const owner = await welcomeOwner(server.store, email);
    const address = config.publicUrl ?? server.address;
    terminal.result(`DecoyVerse ${version}

  address   ${server.address}
  API       ${server.address}/docs
  data      ${config.mongodbUri === null ? dataDir : 'MongoDB'}`);
    if (owner === null) terminal.result(`\n  Sign in at ${address}/console/`);
    else
      terminal.result(`
  e-mail    ${owner.user.email}

  Open this address to choose a password. It works once, within ten minutes:

  ${address}${welcomePath(owner.secret)}`);
    if (demo) await play(terminal, server);
    terminal.result('\n  Press Ctrl+C to stop.');
    await stopped;
  } finally {
    await server.close();
  }
  return exitCodes.ok;
}

export const up: DefineCommand = (terminal, finish) =>
  new Command('up')
    .description('run a private, local installation without any configuration')
    .option('--demo', 'also play a scripted attack, to have something to look at')
    .option('--email <email>', "the owner's e-mail address, used at first start", ownerEmail)
    .action(finish((options: Options) => run(terminal, options)));
