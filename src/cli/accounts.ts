/** Accounts from the command line: the owner of a local installation, and people who forgot their password. */
import { randomBytes, randomInt } from 'node:crypto';
import { createPasswords } from '../api/auth/password.ts';
import { userId } from '../core/ids.ts';
import type { Store } from '../core/store.ts';
import { demoUserId, type User } from '../core/user.ts';
import type { Steward } from './control/admin.ts';
import { CliError, usageError } from './failure.ts';
import { ownerEmail } from './installation.ts';

/** Without letters that are mistaken for each other. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Five groups of four: 99 bits, easy to read off a screen. */
export function newPassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}

/** What an account is signed in with, e-mail lower-cased as the API does. */
export interface NewAccount {
  user: User;
  /** Shown once; only its hash is kept. */
  password: string;
}

/** Makes an account. Null where the address is taken. */
export async function createAccount(store: Store, email: string): Promise<NewAccount | null> {
  const password = newPassword();
  const user: User = {
    id: userId((bytes) => randomBytes(bytes).toString('hex')),
    email: email.trim().toLowerCase(),
    password_hash: await createPasswords().hash(password),
    token_version: 0,
    created_at: new Date().toISOString(),
  };
  return (await store.createUser(user)) ? { user, password } : null;
}

/** Makes the owner where there is no account at all; null where there is one. */
export const ensureOwner = async (store: Store, email: string): Promise<NewAccount | null> =>
  (await store.countUsers()) > 0 ? null : await createAccount(store, email);

/** Gives the account a new password and ends its sessions. Null where there is no such account. */
export async function resetPassword(store: Store, email: string): Promise<string | null> {
  const user = await store.userByEmail(email.trim().toLowerCase());
  if (user === null) return null;
  const password = newPassword();
  await store.updateUser(user.id, {
    password_hash: await createPasswords().hash(password),
    token_version: user.token_version + 1,
  });
  return password;
}

/**
 * Whose data a command works on: the one account there is, or the one that is named. On an installation that was never
 * started the owner's account is made, as `up` would, and `made` is told its password.
 */
export async function chooseUser(
  steward: Pick<Steward, 'accounts' | 'accountByEmail' | 'addAccount'>,
  {
    email,
    authEnabled,
    made,
  }: { email: string | undefined; authEnabled: boolean; made(email: string, password: string): void },
): Promise<string> {
  if (email !== undefined) {
    const account = await steward.accountByEmail(email.trim().toLowerCase());
    if (account === null)
      throw new CliError(`there is no account ${email}`, { hint: 'decoyverse user list' });
    return account.id;
  }
  if (!authEnabled) return demoUserId;
  let accounts = await steward.accounts(11);
  if (accounts.length === 0) {
    const password = await steward.addAccount(ownerEmail);
    if (password !== null) made(ownerEmail, password);
    accounts = await steward.accounts(11);
  }
  const [only] = accounts;
  if (only !== undefined && accounts.length === 1) return only.id;
  const names = accounts.slice(0, 10).map((account) => account.email);
  throw usageError(
    'there are several accounts: say whose data this is',
    `--user EMAIL, one of ${names.join(', ')}${accounts.length > 10 ? ', …' : ''}`,
  );
}
