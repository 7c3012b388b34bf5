import { Command } from 'commander';
import { welcomePath } from '../../cases/welcome.ts';
import { schemeOf } from '../../config.ts';
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
    else
      for (const { id, email, created_at, state } of users)
        terminal.result(`${id}  ${created_at}  ${email}${state === 'active' ? '' : `  (${state})`}`);
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

const noAccount = (email: string): CliError =>
  new CliError(`no account found for ${email}`, { hint: 'decoyverse user list' });

const resetPassword = (
  terminal: Terminal,
  email: string,
  options: Json & { keepKeys?: boolean },
): Promise<ExitCode> =>
  withAdmin(terminal, false, async (admin) => {
    const reset = await admin.resetPassword(email, { keepKeys: options.keepKeys === true });
    if (reset === null) throw noAccount(email);
    const address = email.trim().toLowerCase();
    if (options.json) terminal.json({ email: address, password: reset.password, ended_api_keys: reset.keys });
    else show(terminal, options, address, reset.password);
    if (reset.keys > 0) terminal.say(`${reset.keys} API keys of the account ended`);
    return exitCodes.ok;
  });

const setState = (terminal: Terminal, email: string, state: 'active' | 'suspended'): Promise<ExitCode> =>
  withAdmin(terminal, false, async (admin) => {
    if (!(await admin.setAccountState(email, state))) throw noAccount(email);
    terminal.result(
      state === 'suspended'
        ? `${email} is suspended: sign-ins, sessions, API keys, feeds and events are refused`
        : `${email} is active again; its sessions have ended`,
    );
    return exitCodes.ok;
  });

const remove = (terminal: Terminal, email: string, { yes }: { yes?: boolean }): Promise<ExitCode> =>
  withAdmin(terminal, false, async (admin) => {
    if (!yes)
      throw usageError(
        `removing ${email} takes away its nodes, keys, feeds, channels, tokens and rules, and cannot be undone`,
        'pass --yes to confirm',
      );
    const removed = await admin.removeAccount(email);
    if (removed === null) throw noAccount(email);
    terminal.result(
      `${email} is removed, with ${removed.nodes} nodes and ${removed.documents} keys, channels, rules and other documents`,
    );
    terminal.say('its events stay until RETENTION_DAYS deletes them');
    return exitCodes.ok;
  });

const welcome = (terminal: Terminal, email: string, { json }: Json): Promise<ExitCode> =>
  withAdmin(terminal, false, async (admin) => {
    const secret = await admin.welcome(email);
    if (secret === null) throw new CliError(`there is no account ${email}`, { hint: 'decoyverse user list' });
    const config = readLocalConfig(terminal);
    const { publicUrl, host, port } = config;
    const address = `${publicUrl ?? `${schemeOf(config)}://${host}:${port}`}${welcomePath(secret)}`;
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
    .description('set a new password, shown once, and end all sessions and API keys of the account')
    .argument('<email>', 'the e-mail address')
    .option('--keep-keys', 'do not revoke its API keys')
    .option('--json', 'print the result as JSON')
    .action(
      finish((email: string, options: Json & { keepKeys?: boolean }) =>
        resetPassword(terminal, email, options),
      ),
    );
  command
    .command('welcome')
    .description('print a link that signs the account in once, to choose a new password')
    .argument('<email>', 'the e-mail address')
    .option('--json', 'print it as JSON')
    .action(finish((email: string, options: Json) => welcome(terminal, email, options)));
  command
    .command('suspend')
    .description('refuse sign-ins, sessions, API keys, feeds and events of an account')
    .argument('<email>', 'the e-mail address')
    .option('--undo', 'let it act again')
    .action(
      finish((email: string, { undo }: { undo?: boolean }) =>
        setState(terminal, email, undo ? 'active' : 'suspended'),
      ),
    );
  command
    .command('remove')
    .description('permanently delete an account with its nodes, keys, feeds, channels, tokens and rules')
    .argument('<email>', 'the e-mail address')
    .option('-y, --yes', 'do so without asking')
    .action(finish((email: string, options: { yes?: boolean }) => remove(terminal, email, options)));
  return command;
};
