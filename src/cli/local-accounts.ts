/** Accounts from the command line: their passwords are generated here and shown once. */
import { createPasswords } from '../api/auth/password.ts';
import { removeAccount, setAccountState, stateOfAccount } from '../cases/account-states.ts';
import { createAccount, findAccount, resetPassword as resetTo } from '../cases/accounts.ts';
import { generatePassword } from '../cases/generated-password.ts';
import { issueWelcome, lacksPassword } from '../cases/welcome.ts';
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

export interface Welcome {
  user: User;
  /** Of the one-time address, in clear, this once. */
  secret: string;
}

/**
 * Makes the owner's account where there is no account at all, and a one-time address for it; a new one also where the
 * only account still has no password that somebody chose. Null everywhere else.
 */
export async function welcomeOwner(store: Store, email: string): Promise<Welcome | null> {
  const parts = { ...localParts, store };
  const [owner, another] = await store.users(2);
  if (owner === undefined) {
    // The password that it begins with is known to nobody.
    const made = await addAccount(store, email);
    if (made === null) return null;
    return { user: made.user, secret: await issueWelcome(parts, made.user, { isFirst: true }) };
  }
  if (another !== undefined || !(await lacksPassword(parts, owner))) return null;
  return { user: owner, secret: await issueWelcome(parts, owner) };
}

/** The secret of a new one-time address, or null where there is no such account. */
export async function welcome(store: Store, email: string): Promise<string | null> {
  const user = await findAccount(store, email);
  return user && (await issueWelcome({ ...localParts, store }, user));
}

/** Gives the account a new password and ends its sessions and API keys. Null if there is no such account. */
export async function resetPassword(
  store: Store,
  email: string,
  { keepKeys = false }: { keepKeys?: boolean } = {},
): Promise<{ password: string; keys: number } | null> {
  const password = newPassword();
  const ended = await resetTo({ store, passwords: createPasswords() }, { email, password, keepKeys });
  return ended && { password, ...ended };
}

/** Whether there is such an account. */
export async function setState(store: Store, email: string, state: 'active' | 'suspended'): Promise<boolean> {
  const user = await findAccount(store, email);
  if (user === null || (await stateOfAccount({ store }, user.id)) === 'removed') return false;
  await setAccountState({ ...localParts, store }, user, state);
  return true;
}

/** What was removed with the account; null where there is no such account. */
export async function remove(
  store: Store,
  email: string,
): Promise<{ nodes: number; documents: number } | null> {
  const user = await findAccount(store, email);
  return user && (await removeAccount({ ...localParts, store }, user));
}
