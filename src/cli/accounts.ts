/** Which account's data a command works on. */
import { demoUserId } from '../core/user.ts';
import type { Admin } from './control/admin.ts';
import { CliError, usageError } from './failure.ts';
import { ownerEmail } from './installation.ts';

/** Accounts that the hint names; more are only counted. */
const mostNamed = 10;

/**
 * The id of the account with this address, or of the only account there is. On an installation that was never started
 * the owner's account is created, as `up` would do; `onCreated` gets its password. Throws a CliError.
 */
export async function chooseUser(
  admin: Pick<Admin, 'accounts' | 'accountByEmail' | 'addAccount'>,
  {
    email,
    authEnabled,
    onCreated,
  }: {
    email: string | undefined;
    authEnabled: boolean;
    onCreated(email: string, password: string): void;
  },
): Promise<string> {
  if (email !== undefined) {
    const account = await admin.accountByEmail(email);
    if (account === null)
      throw new CliError(`no account found for ${email}`, { hint: 'decoyverse user list' });
    return account.id;
  }
  if (!authEnabled) return demoUserId;
  let accounts = await admin.accounts(mostNamed + 1);
  if (accounts.length === 0) {
    const password = await admin.addAccount(ownerEmail);
    if (password !== null) onCreated(ownerEmail, password);
    accounts = await admin.accounts(mostNamed + 1);
  }
  const [only] = accounts;
  if (only !== undefined && accounts.length === 1) return only.id;
  const names = accounts.slice(0, mostNamed).map((account) => account.email);
  throw usageError(
    'there are several accounts: choose one',
    `--user EMAIL, one of ${names.join(', ')}${accounts.length > mostNamed ? ', …' : ''}`,
  );
}
