/** Accounts from the command line: their passwords are generated here and shown once. */
import { createPasswords } from '../api/auth/password.ts';
import { createAccount, resetPassword as resetTo } from '../cases/accounts.ts';
import { generatePassword } from '../cases/generated-password.ts';
import type { Store } from '../core/store.ts';
import type { User } from '../core/user.ts';
import { localParts } from './local-parts.ts';

export interface NewAccount {
  user: User;
  /** In plain text, returned only here. */
  password: string;
}

const newPassword = (): string => generatePassword(localParts.randomInt);

/** Null if the address is taken. */
export async function addAccount(store: Store, email: string): Promise<NewAccount | null> {
  const password = newPassword();
  const user = await createAccount(
    { ...localParts, store, passwords: createPasswords() },
    { email, password },
  );
  return user && { user, password };
}

/** Creates the owner's account if there is no account at all; null otherwise. */
export const ensureOwner = async (store: Store, email: string): Promise<NewAccount | null> =>
  (await store.countUsers()) > 0 ? null : await addAccount(store, email);

/** Gives the account a new password and ends its sessions. Null if there is no such account. */
export async function resetPassword(store: Store, email: string): Promise<string | null> {
  const password = newPassword();
  return (await resetTo({ store, passwords: createPasswords() }, { email, password })) ? password : null;
}
