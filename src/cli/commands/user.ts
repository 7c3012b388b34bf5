import { Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import type { Steward } from '../control/admin.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { readLocalConfig } from '../installation.ts';
import { hasDatabase } from '../local-store.ts';
import type { Terminal } from '../terminal.ts';

interface Json {
  json?: boolean;
}

/** `mayMake`: whether the database is made where there is none; a command that only looks must not. */
async function withSteward<T>(
  terminal: Terminal,
  mayMake: boolean,
  work: (steward: Steward) => Promise<T>,
): Promise<T> {
  const config = readLocalConfig(terminal);
  if (!mayMake && !hasDatabase(config))
    throw new CliError(`there are no accounts yet: no database in ${config.dataDir}`, {
      hint: 'decoyverse up, or is DATA_DIR right?',
    });
  const { openSteward } = await import('../control/connect.ts');
  const steward = await openSteward(terminal, config);
  try {
    return await work(steward);
  } finally {
    await steward.close();
  }
}

/** As the API takes it at registration. */
function checkEmail(email: string): string {
  const trimmed = email.trim().toLowerCase();
  if (trimmed.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed))
    throw usageError(`${email} is no e-mail address`, 'name@example.org');
  return trimmed;
}

function show(terminal: Terminal, { json }: Json, email: string, password: string): void {
  if (json) terminal.json({ email, password });
  else terminal.result(`e-mail    ${email}\npassword  ${password}\n(shown only now)`);
}

const list = (terminal: Terminal, { json }: Json): Promise<ExitCode> =>
  withSteward(terminal, false, async (steward) => {
    const users = await steward.accounts(10_000);
    if (json) terminal.json(users);
    else for (const { id, email, created_at } of users) terminal.result(`${id}  ${created_at}  ${email}`);
    return exitCodes.ok;
  });

const add = (terminal: Terminal, email: string, options: Json): Promise<ExitCode> =>
  withSteward(terminal, true, async (steward) => {
    const checked = checkEmail(email);
    const password = await steward.addAccount(checked);
    if (password === null)
      throw new CliError(`there is an account ${checked} already`, { hint: 'decoyverse user list' });
    show(terminal, options, checked, password);
    return exitCodes.ok;
  });

const resetPassword = (terminal: Terminal, email: string, options: Json): Promise<ExitCode> =>
  withSteward(terminal, false, async (steward) => {
    const password = await steward.resetPassword(email);
    if (password === null)
      throw new CliError(`there is no account ${email}`, { hint: 'decoyverse user list' });
    show(terminal, options, email.trim().toLowerCase(), password);
    return exitCodes.ok;
  });

export const user: DefineCommand = (terminal, finish) => {
  const command = new Command('user').description('look after accounts');
  command
    .command('list')
    .description('list the accounts')
    .option('--json', 'print them as JSON')
    .action(finish((options: Json) => list(terminal, options)));
  command
    .command('add')
    .description('make an account; its password is shown once')
    .argument('<email>', 'the e-mail address')
    .option('--json', 'print the result as JSON')
    .action(finish((email: string, options: Json) => add(terminal, email, options)));
  command
    .command('reset-password')
    .description('give an account a new password, shown once; whoever is signed in with it is signed out')
    .argument('<email>', 'the e-mail address')
    .option('--json', 'print the result as JSON')
    .action(finish((email: string, options: Json) => resetPassword(terminal, email, options)));
  return command;
};
