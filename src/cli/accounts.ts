/** Accounts from the command line: the owner of a local installation, and people who forgot their password. */
import { randomBytes, randomInt } from 'node:crypto';
import { createPasswords } from '../api/auth/password.ts';
import { userId } from '../core/ids.ts';
import type { Store } from '../core/store.ts';
import { demoUserId, type User } from '../core/user.ts';
import { CliError, usageError } from './failure.ts';

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

/** Whose data a command works on: the one there is, or the one that is named. */
export async function chooseUser(
  store: Store,
  email: string | undefined,
  authEnabled: boolean,
): Promise<string> {
  if (email !== undefined) {
    const user = await store.userByEmail(email.trim().toLowerCase());
    if (user === null) throw new CliError(`there is no account ${email}`, { hint: 'decoyverse user list' });
    return user.id;
  }
  if (!authEnabled) return demoUserId;
  const users = await store.users(11);
  const [only] = users;
  if (only === undefined)
    throw new CliError('there is no account yet', {
      hint: 'make one: decoyverse up, or decoyverse user add EMAIL',
    });
  if (users.length === 1) return only.id;
  const names = users.slice(0, 10).map((user) => user.email);
  throw usageError(
    'there are several accounts: say whose data this is',
    `--user EMAIL, one of ${names.join(', ')}${users.length > 10 ? ', …' : ''}`,
  );
}
