import { Command } from 'commander';
import { everybody } from '../../core/receiver-allowance.ts';
import type { DefineCommand } from '../command.ts';
import type { Admin } from '../control/admin.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { readLocalConfig } from '../installation.ts';
import { hasDatabase } from '../local-store.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  all?: boolean;
  user?: string;
  json?: boolean;
}

async function idOf(admin: Admin, { all = false, user }: Options): Promise<string> {
  if (all === (user !== undefined)) throw usageError('say for whom', '--user EMAIL or --all');
  if (user === undefined) return everybody;
  const account = await admin.accountByEmail(user);
  if (account === null) throw new CliError(`no account found for ${user}`, { hint: 'decoyverse user list' });
  return account.id;
}

/** `change` makes the entries from those that stand there; null only lists them. */
async function receiversOf(
  terminal: Terminal,
  options: Options,
  change: ((before: readonly string[]) => string[]) | null,
): Promise<ExitCode> {
  const config = readLocalConfig(terminal);
  if (!hasDatabase(config))
    throw new CliError(`there are no accounts yet: no database in ${config.dataDir}`, {
      hint: 'check DATA_DIR, or run decoyverse up first',
    });
  const { openAdmin } = await import('../control/connect.ts');
  const admin = await openAdmin(terminal, config);
  try {
    const id = await idOf(admin, options);
    const before = await admin.receivers(id);
    const after = change === null ? before : await admin.receivers(id, change(before));
    if (options.json) terminal.json(after);
    else for (const entry of after) terminal.result(entry);
    return exitCodes.ok;
  } finally {
    await admin.close();
  }
}

export const receivers: DefineCommand = (terminal, finish) => {
  const command = new Command('receivers').description(
    'allow channels to reach receivers inside the network, while the server runs',
  );
  const define = (name: string, description: string): Command =>
    command
      .command(name)
      .description(description)
      .option('--user <email>', 'for this account')
      .option('--all', 'for all accounts')
      .option('--json', 'print the result as JSON');
  define('list', 'list what is allowed in addition to NOTIFY_ALLOW_PRIVATE').action(
    finish((options: Options) => receiversOf(terminal, options, null)),
  );
  define('allow', 'allow networks, addresses or host names, with or without :port')
    .argument('<receiver...>', '10.0.0.0/8, ntfy.lan:8080, [fd00::1]:443')
    .action(
      finish((names: string[], options: Options) =>
        receiversOf(terminal, options, (before) => [...before, ...names]),
      ),
    );
  define('revoke', 'stop allowing these receivers')
    .argument('<receiver...>', 'as they are listed')
    .action(
      finish((names: string[], options: Options) =>
        receiversOf(terminal, options, (before) => before.filter((one) => !names.includes(one))),
      ),
    );
  return command;
};
