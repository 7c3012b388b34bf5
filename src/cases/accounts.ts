/**
 * Accounts: registering, signing in, and changing or resetting a password. Sessions are revoked by the account's token
 * version: every token carries it, and a greater one in the record makes them all invalid.
 */
import { welcomeDocs } from '../core/doc-kinds.ts';
import { AppError, invalid } from '../core/errors.ts';
import { type RandomHex, userId } from '../core/ids.ts';
import type { Store } from '../core/store.ts';
import type { User } from '../core/user.ts';
import { endKeys } from './account-states.ts';

/** Slow password hashes, as `api/auth/password.ts` computes them. */
export interface PasswordHashes {
  /** Throws `invalid_request` naming `field` where the password is too short or too long. */
  hash(password: string, field?: string, turn?: Turn): Promise<string>;
  /** `stored` null takes as long as a wrong password. */
  verify(password: string, stored: string | null, turn?: Turn): Promise<boolean>;
}

/** In which line, and as whom, a password check waits. */
export interface Turn {
  line: 'signed' | 'known' | 'first' | 'rest';
  who: string;
}

/** Limits on guessing, as `api/auth/throttle.ts` counts. Throws `too_many_requests`. `network`: where the client is. */
export interface SignInLimits {
  /** Where the check waits. `isSignedIn`: by a person who is. */
  checkSignIn(account: string, network: string, isSignedIn?: boolean): Promise<Turn>;
  recordFailure(account: string, network: string): Promise<void>;
  recordSuccess(account: string, network: string): Promise<void>;
  checkRegistration(network: string): Promise<void>;
}

export interface Credentials {
  email: string;
  password: string;
}

/** Addresses are stored in lower case, and in NFC: the same letters typed on another system are the same account. */
export const toEmail = (typed: string): string => typed.trim().normalize('NFC').toLowerCase();

/**
 * The account of an address as somebody typed it. The Python platform kept addresses as they were typed, so that form is
 * looked up too. How many look-ups there are follows from the text alone: the time taken must not reveal who has an account.
 */
export async function findAccount(store: Pick<Store, 'userByEmail'>, typed: string): Promise<User | null> {
  const trimmed = typed.trim();
  const email = toEmail(typed);
  const [user, old] = await Promise.all([
    store.userByEmail(email),
    trimmed === email ? null : store.userByEmail(trimmed),
  ]);
  return user ?? old;
}

export interface NewAccountParts {
  store: Pick<Store, 'createUser'>;
  passwords: Pick<PasswordHashes, 'hash'>;
  randomHex: RandomHex;
  now(): string;
}

/** Null where the address is taken. Throws `invalid_request` for a password that is too short or too long. */
export async function createAccount(
  { store, passwords, randomHex, now }: NewAccountParts,
  { email, password }: Credentials,
): Promise<User | null> {
  const user: User = {
    id: userId(randomHex),
    email: toEmail(email),
    password_hash: await passwords.hash(password),
    token_version: 0,
    created_at: now(),
  };
  return (await store.createUser(user)) ? user : null;
}

export const noAccounts = (): AppError =>
  new AppError('bad_request', 'Accounts are not available in demo mode');

/** Self-registration. Throws `bad_request` (demo mode, address taken) and `forbidden` (closed). */
export async function register(
  parts: NewAccountParts & {
    settings: { authEnabled: boolean; registration: 'open' | 'closed' };
    throttle: Pick<SignInLimits, 'checkRegistration'>;
  },
  { network, ...credentials }: Credentials & { network: string },
): Promise<User> {
  const { authEnabled, registration } = parts.settings;
  if (!authEnabled) throw noAccounts();
  if (registration === 'closed') throw new AppError('forbidden', 'Registration is closed on this server');
  await parts.throttle.checkRegistration(network);
  const user = await createAccount(parts, credentials);
  if (user === null) throw new AppError('bad_request', 'Email already registered');
  return user;
}

interface PasswordCheckParts {
  passwords: Pick<PasswordHashes, 'verify'>;
  throttle: Omit<SignInLimits, 'checkRegistration'>;
}

/** The account where it is its password, else null; each try is counted. An unknown account takes as long as a wrong password. */
async function checkPassword(
  { passwords, throttle }: PasswordCheckParts,
  { email, password, network, isSignedIn }: Credentials & { network: string; isSignedIn: boolean },
  find: () => Promise<User | null>,
): Promise<User | null> {
  const turn = await throttle.checkSignIn(email, network, isSignedIn);
  const user = await find();
  const right = await passwords.verify(password, user?.password_hash ?? null, turn);
  if (!right || user === null) {
    await throttle.recordFailure(email, network);
    return null;
  }
  await throttle.recordSuccess(email, network);
  return user;
}

/** Throws `unauthenticated`, the same for a wrong password and an unknown account, and `forbidden` for a suspended one. */
export async function signIn(
  parts: PasswordCheckParts & {
    store: Pick<Store, 'userByEmail'>;
    accountStates: { check(userId: string): Promise<void> };
  },
  { email: typed, password, network }: Credentials & { network: string },
): Promise<User> {
  const email = toEmail(typed);
  const user = await checkPassword(parts, { email, password, network, isSignedIn: false }, () =>
    findAccount(parts.store, typed),
  );
  if (user === null) throw new AppError('unauthenticated', 'Invalid email or password');
  await parts.accountStates.check(user.id);
  return user;
}

/**
 * Replaces the password and ends every session, and what a one-time address allowed. `user` is the account as it was when
 * this was allowed: throws `conflict` where its password or its sessions were changed meanwhile. Null where it no longer exists.
 */
export async function replacePassword(
  { store, passwords }: { store: Pick<Store, 'updateUser' | 'of'>; passwords: Pick<PasswordHashes, 'hash'> },
  user: User,
  { password, field }: { password: string; field: string },
): Promise<User | null> {
  const password_hash = await passwords.hash(password, field, { line: 'signed', who: user.id });
  const token_version = user.token_version + 1;
  const changed = await store.updateUser(user.id, user.token_version, { password_hash, token_version });
  if (changed === 'stale')
    throw new AppError('conflict', 'The account was changed meanwhile; sign in again and retry');
  await store.of(user.id).removeDoc(welcomeDocs.name, user.id);
  return changed;
}

/** Throws `invalid_request` where the current password is wrong, or the new one too short or too long. */
export async function changePassword(
  parts: PasswordCheckParts & {
    store: Pick<Store, 'userById' | 'updateUser' | 'of'>;
    passwords: PasswordHashes;
    settings: { authEnabled: boolean };
  },
  change: { user_id: string; current_password: string; new_password: string; network: string },
): Promise<User> {
  const user = await parts.store.userById(change.user_id);
  if (!parts.settings.authEnabled || user === null) throw noAccounts();
  const { current_password: password, network } = change;
  if (
    (await checkPassword(
      parts,
      { email: user.email, password, network, isSignedIn: true },
      async () => user,
    )) === null
  )
    throw invalid([{ field: 'current_password', message: 'is not the current password' }]);
  const changed = await replacePassword(parts, user, {
    password: change.new_password,
    field: 'new_password',
  });
  if (changed === null) throw new AppError('unauthenticated', 'This account no longer exists');
  return changed;
}

/** More changes at once than this are not chance. */
const mostTries = 8;

/**
 * For people who forgot theirs, or whose account somebody else has used: ends its API keys, too, unless they are kept. Who may
 * do this is the caller's matter. Resolves with how many keys ended; null where there is no such account.
 */
export async function resetPassword(
  parts: Parameters<typeof replacePassword>[0] & { store: Pick<Store, 'userByEmail'> },
  { email, password, keepKeys = false }: Credentials & { keepKeys?: boolean },
): Promise<{ keys: number } | null> {
  for (let tries = 1; ; tries++) {
    const user = await findAccount(parts.store, email);
    if (user === null) return null;
    try {
      if ((await replacePassword(parts, user, { password, field: 'password' })) === null) return null;
      return { keys: keepKeys ? 0 : await endKeys(parts, user.id) };
    } catch (error) {
      // Whoever changes the account at the same time must not win.
      if (!(error instanceof AppError) || error.code !== 'conflict' || tries >= mostTries) throw error;
    }
  }
}

/** Ends every session of the account: all tokens issued so far are refused. Where others did so meanwhile, it is done. */
export async function endSessions(
  { store }: { store: Pick<Store, 'updateUser'> },
  { user_id, token_version }: { user_id: string; token_version: number },
): Promise<void> {
  await store.updateUser(user_id, token_version, { token_version: token_version + 1 });
}
