import { Command } from 'commander';
import { welcomePath } from '../../cases/welcome.ts';
import type { DefineCommand } from '../command.ts';
import type { Admin } from '../control/admin.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { readLocalConfig } from '../installation.ts';
import { hasDatabase } from '../local-store.ts';
import type { Terminal } from '../terminal.ts';

interface Json {
  json?: boolean;
}

/** `mayCreate`: whether a missing database is created; a command that only reads must not. */
async function withAdmin<T>(
  terminal: Terminal,
  mayCreate: boolean,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const config = readLocalConfig(terminal);
  if (!mayCreate && !hasDatabase(config))
    throw new CliError(`there are no accounts yet: no database in ${config.dataDir}`, {
      hint: 'check DATA_DIR, or run decoyverse up first',
    });
  const { openAdmin } = await import('../control/connect.ts');
  const admin = await openAdmin(terminal, config);
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

/** The same rules as at registration through the API. */
function checkEmail(email: string): string {
  const trimmed = email.trim().toLowerCase();
  if (trimmed.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed))
    throw usageError(`${email} is not an e-mail address`, 'name@example.org');
  return trimmed;
}

function show(terminal: Terminal, { json }: Json, email: string, password: string): void {
  if (json) terminal.json({ email, password });
  else terminal.result(`e-mail    ${email}\npassword  ${password}\n(shown only once)`);
}

const list = (terminal: Terminal, { json }: Json): Promise<ExitCode> =>
  withAdmin(terminal, false, async (admin) => {
    const users = await admin.accounts(10_000);
    if (json) terminal.json(users);
    else for (const { id, email, created_at } of users) terminal.result(`${id}  ${created_at}  ${email}`);
    return exitCodes.ok;
  });

const add = (terminal: Terminal, email: string, options: Json): Promise<ExitCode> =>
  withAdmin(terminal, true, async (admin) => {
    const checked = checkEmail(email);
    const password = await admin.addAccount(checked);
    if (password === null)
      throw new CliError(`the account ${checked} already exists`, { hint: 'decoyverse user list' });
    show(terminal, options, checked, password);
    return exitCodes.ok;
  });

const resetPassword = (terminal: Terminal, email: string, options: Json): Promise<ExitCode> =>
  withAdmin(terminal, false, async (admin) => {
    const password = await admin.resetPassword(email);
    if (password === null)
      throw new CliError(`no account found for ${email}`, { hint: 'decoyverse user list' });
    show(terminal, options, email.trim().toLowerCase(), password);
    return exitCodes.ok;
  });

const welcome = (terminal: Terminal, email: string, { json }: Json): Promise<ExitCode> =>
  withAdmin(terminal, false, async (admin) => {
    const secret = await admin.welcome(email);
    if (secret === null) throw new CliError(`there is no account ${email}`, { hint: 'decoyverse user list' });
    const { publicUrl, host, port } = readLocalConfig(terminal);
    const address = `${publicUrl ?? `http://${host}:${port}`}${welcomePath(secret)}`;
    if (json) terminal.json({ email: email.trim().toLowerCase(), address });
    else terminal.result(`${address}\n(works once, within ten minutes)`);
    return exitCodes.ok;
  });

export const user: DefineCommand = (terminal, finish) => {
  const command = new Command('user').description('manage accounts');
  command
    .command('list')
    .description('list the accounts')
    .option('--json', 'print them as JSON')
    .action(finish((options: Json) => list(terminal, options)));
  command
    .command('add')
    .description('create an account; its password is shown once')
    .argument('<email>', 'the e-mail address')
    .option('--json', 'print the result as JSON')
    .action(finish((email: string, options: Json) => add(terminal, email, options)));
  command
    .command('reset-password')
    .description('set a new password, shown once, and end all sessions of the account')
    .argument('<email>', 'the e-mail address')
    .option('--json', 'print the result as JSON')
    .action(finish((email: string, options: Json) => resetPassword(terminal, email, options)));
  command
    .command('welcome')
    .description('print an address that signs the account in once, to choose a new password')
    .argument('<email>', 'the e-mail address')
    .option('--json', 'print it as JSON')
    .action(finish((email: string, options: Json) => welcome(terminal, email, options)));
  return command;
};
